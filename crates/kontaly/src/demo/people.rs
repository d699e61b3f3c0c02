//! Names of people, by the cultures that they come from.

use super::rng::Rng;
use crate::search::fold;

/// Given and family names that go together. Where `script` is there, it has the same names as written at home, in the
/// same order.
pub(super) struct Culture {
    given: &'static [&'static str],
    family: &'static [&'static str],
    script: Option<Script>,
}

/// See [`Culture`].
struct Script {
    given: &'static [&'static str],
    family: &'static [&'static str],
    /// What stands between family and given name.
    gap: &'static str,
}

/// A person's name.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// First name, in Latin letters.
    pub(super) given: &'static str,
    /// Last name, in Latin letters.
    pub(super) family: &'static str,
    /// Family and given name as written at home.
    pub(super) script: Option<String>,
}

impl Culture {
    /// Somebody of this culture.
    pub(super) fn name(&self, rng: &mut Rng) -> Name {
        let (given, family) = (rng.below(self.given.len()), rng.below(self.family.len()));
        let script = self
            .script
            .as_ref()
            .map(|script| format!("{}{}{}", script.family[family], script.gap, script.given[given]));
        Name { given: self.given[given], family: self.family[family], script }
    }

    /// A family name of this culture.
    pub(super) fn family(&self, rng: &mut Rng) -> &'static str {
        rng.pick(self.family)
    }
}

/// Letters that no accent makes, as people type them in addresses.
const PLAIN: [(char, &str); 12] = [
    ('ß', "ss"),
    ('ø', "o"),
    ('ł', "l"),
    ('ı', "i"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ħ', "h"),
    ('’', ""),
    ('\'', ""),
];

/// A text as part of an address: lower case, a to z and digits, other characters as hyphens between them.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in fold(text).chars() {
        match PLAIN.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => slug.push_str(to),
            None if c.is_ascii_alphanumeric() => slug.push(c),
            None if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            None => {}
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

macro_rules! cultures {
    ($($name:ident { $($given:literal)+ ; $($family:literal)+ $(; $gap:literal $($sg:literal)+ ; $($sf:literal)+)? })+) => {$(
        pub(super) static $name: Culture = Culture {
            given: &[$($given),+],
            family: &[$($family),+],
            script: cultures!(@script $($gap [$($sg)+] [$($sf)+])?),
        };
    )+};
    (@script) => { None };
    (@script $gap:literal [$($given:literal)+] [$($family:literal)+]) => {
        Some(Script { given: &[$($given),+], family: &[$($family),+], gap: $gap })
    };
}

cultures! {
    GERMAN {
        "Anke" "Birgit" "Claudia" "Dieter" "Dörte" "Friederike" "Gerd" "Greta" "Hannes" "Heike" "Ines" "Jens" "Johanna" "Jörg"
        "Jürgen" "Karin" "Katharina" "Lars" "Lena" "Matthias" "Mareike" "Moritz" "Nele" "Petra" "Rainer" "Sabine" "Sönke" "Stefan"
        "Thorsten" "Ulrike" "Uwe" "Wiebke";
        "Albrecht" "Bachmann" "Behrens" "Brandt" "Dietrich" "Ebert" "Engelhardt" "Fröhlich" "Gärtner" "Graf" "Günther" "Haas" "Hartmann"
        "Heinze" "Jäger" "Köhler" "Krüger" "Lindner" "Löffler" "Mayer" "Möller" "Neumann" "Ostermann" "Pfeiffer" "Rösler" "Sauer"
        "Schröder" "Seidel" "Strauß" "Vogt" "Weidner" "Ziegler"
    }
    TURKISH {
        "Ayşe" "Can" "Cem" "Deniz" "Ebru" "Elif" "Emre" "Gül" "Hakan" "İlayda" "Kemal" "Leyla" "Mehmet" "Murat" "Nesrin" "Onur"
        "Özlem" "Selin" "Tolga" "Zeynep";
        "Acar" "Aksoy" "Arslan" "Aydın" "Çelik" "Demir" "Doğan" "Erdoğdu" "Güneş" "Kılıç" "Koç" "Korkmaz" "Öztürk" "Polat" "Şahin"
        "Taş" "Uysal" "Yavuz" "Yıldız" "Yılmaz"
    }
    FRENCH {
        "Adèle" "Aurélien" "Bastien" "Camille" "Céline" "Chloé" "Étienne" "François" "Gaëlle" "Hélène" "Inès" "Jérôme" "Laurent"
        "Léa" "Lucie" "Mathieu" "Noémie" "Olivier" "Philippe" "Quentin" "Solène" "Théo" "Valérie" "Yann";
        "Aubert" "Barbier" "Bernier" "Besson" "Blanchard" "Carpentier" "Chevalier" "Delacroix" "Dufour" "Fontaine" "Garnier"
        "Guérin" "Lacombe" "Lefèvre" "Lemaître" "Marchand" "Moreau" "Noël" "Perrin" "Renaud" "Rousseau" "Thibault" "Vasseur" "Vidal"
    }
    ITALIAN {
        "Alessandra" "Andrea" "Beatrice" "Carlo" "Chiara" "Davide" "Elena" "Fabio" "Federica" "Giacomo" "Giulia" "Ilaria" "Lorenzo"
        "Luca" "Marta" "Matteo" "Niccolò" "Paola" "Riccardo" "Silvia";
        "Barbieri" "Bellini" "Bianchi" "Caruso" "Colombo" "Conti" "D'Amico" "De Luca" "Esposito" "Ferrara" "Galli" "Lombardi" "Marchetti"
        "Moretti" "Pellegrini" "Ricci" "Rinaldi" "Sartori" "Testa" "Vitale"
    }
    DUTCH {
        "Anouk" "Bram" "Daan" "Esmée" "Femke" "Floor" "Gijs" "Hidde" "Ilse" "Jeroen" "Joris" "Lieke" "Maarten" "Marijke" "Noor" "Pieter"
        "Roos" "Sanne" "Thijs" "Wouter";
        "van den Berg" "Bakker" "de Boer" "Bosch" "van Dijk" "Dekker" "Hendriks" "van der Heijden" "Jansen" "Kok" "Kuipers" "van Leeuwen"
        "Meijer" "Mulder" "Peters" "Postma" "Smit" "Verhoeven" "Visser" "de Wit"
    }
    NORDIC {
        "Agnes" "Åsa" "Bjørn" "Eero" "Elin" "Erik" "Freja" "Gunnar" "Håkon" "Ida" "Ingrid" "Jonas" "Kaisa" "Kjell" "Lotta" "Mikkel" "Nils"
        "Oskari" "Rikke" "Saga" "Sigrid" "Søren" "Torvald" "Tuuli";
        "Aalto" "Andersson" "Bergström" "Dahl" "Eklund" "Fjeldstad" "Forsberg" "Hansen" "Hedlund" "Holm" "Järvinen" "Jørgensen" "Kallio"
        "Korhonen" "Lindqvist" "Lund" "Mäkinen" "Nygård" "Østergaard" "Rasmussen" "Sandberg" "Sjöberg" "Thorsen" "Virtanen"
    }
    POLISH {
        "Agnieszka" "Bartosz" "Dominika" "Elżbieta" "Filip" "Grzegorz" "Iwona" "Jakub" "Joanna" "Kacper" "Katarzyna" "Łukasz" "Magdalena"
        "Małgorzata" "Michał" "Paweł" "Piotr" "Stanisław" "Tomasz" "Zofia";
        "Adamczyk" "Bąk" "Borkowska" "Dąbrowski" "Górska" "Jabłoński" "Kaczmarek" "Kowalczyk" "Krawczyk" "Król" "Lis" "Mazur" "Nowak"
        "Pawlak" "Sikora" "Szymański" "Walczak" "Wieczorek" "Wójcik" "Zając"
    }
    CZECH {
        "Adéla" "Barbora" "David" "Eliška" "František" "Hana" "Jiří" "Kateřina" "Lukáš" "Markéta" "Ondřej" "Radek" "Šárka" "Tereza" "Vojtěch"
        "Zdeněk";
        "Bartoš" "Beneš" "Čermák" "Dvořák" "Fiala" "Hájek" "Horák" "Kadlec" "Kolář" "Kučera" "Marek" "Němec" "Pokorný" "Říha" "Šimek" "Zeman"
    }
    SPANISH {
        "Alejandro" "Álvaro" "Andrés" "Beatriz" "Carmen" "Concepción" "Diego" "Esteban" "Guadalupe" "Íñigo" "Javier" "Jimena" "José" "Lucía"
        "Marisol" "Martín" "Mónica" "Nuria" "Pilar" "Rafael" "Rocío" "Sofía" "Tomás" "Ximena";
        "Aguilar" "Álvarez" "Benítez" "Cabrera" "Castillo" "Cortés" "Delgado" "Echeverría" "Fuentes" "García" "Gómez" "Herrera" "Ibáñez"
        "Jiménez" "Lozano" "Medina" "Muñoz" "Núñez" "Ortega" "Peña" "Quintero" "Ramírez" "Salazar" "Vázquez"
    }
    PORTUGUESE {
        "Afonso" "Ana Luísa" "Beatriz" "Bruno" "Caetano" "Débora" "Eduarda" "Fábio" "Gonçalo" "Helena" "Inês" "João" "Larissa" "Luís" "Marina"
        "Renata" "Thiago" "Vinícius";
        "Almeida" "Araújo" "Azevedo" "Barbosa" "Brandão" "Cardoso" "Carvalho" "Conceição" "Fonseca" "Gonçalves" "Magalhães" "Moura" "Nogueira"
        "Pacheco" "Ribeiro" "Simões" "Teixeira" "Vasconcelos"
    }
    ENGLISH {
        "Alice" "Amelia" "Benjamin" "Callum" "Charlotte" "Daniel" "Eleanor" "Fiona" "George" "Grace" "Hannah" "Harriet" "Imogen" "Isaac"
        "James" "Joanna" "Liam" "Lucy" "Martin" "Niamh" "Oliver" "Oscar" "Phoebe" "Rory" "Rosalind" "Rowan" "Siobhán" "Stephen"
        "Tamsin" "Thomas" "Violet" "William";
        "Abbott" "Archer" "Barlow" "Bennett" "Bradshaw" "Byrne" "Carmichael" "Chambers" "Clarke" "Dawson" "Doyle" "Ellison" "Fairfax" "Fletcher"
        "Gallagher" "Hargreaves" "Holloway" "Kavanagh" "Lawson" "MacLeod" "Marlowe" "Nash" "O'Brien" "O'Connor" "Pemberton" "Quinn" "Reeves"
        "Sheridan" "Sinclair" "Thorne" "Whitaker" "Winslow"
    }
    AMERICAN {
        "Aaliyah" "Andre" "Ashley" "Brandon" "Caleb" "Carter" "Cheyenne" "Darnell" "Deja" "Derek" "Elijah" "Emma" "Ethan" "Imani" "Isaiah"
        "Jasmine" "Jordan" "Kayla" "Keisha" "Logan" "Madison" "Malik" "Marcus" "Megan" "Natalie" "Noah" "Paige" "Quinn" "Rachel"
        "Savannah" "Tyler" "Zoe";
        "Adams" "Baker" "Banks" "Booker" "Brooks" "Caldwell" "Coleman" "Cooper" "Daniels" "Davis" "Ellis" "Foster" "Freeman" "Griffin"
        "Hayes" "Henderson" "Jackson" "Jefferson" "Jenkins" "Kessler" "Lowell" "Mitchell" "Parker" "Price" "Ramsey" "Reed" "Sanders" "Sawyer"
        "Sutton" "Tucker" "Washington" "Yazzie"
    }
    INDIAN {
        "Aarav" "Aditi" "Ananya" "Arjun" "Deepa" "Divya" "Gaurav" "Ishaan" "Kavya" "Kiran" "Lakshmi" "Meera" "Naveen" "Neha" "Nikhil"
        "Priya" "Rahul" "Rohan" "Sanjay" "Shreya" "Siddharth" "Sunita" "Tanvi" "Vikram";
        "Agarwal" "Banerjee" "Bhat" "Chatterjee" "Chaudhary" "Desai" "Gupta" "Iyer" "Joshi" "Kapoor" "Kulkarni" "Malhotra" "Mehta" "Menon"
        "Mukherjee" "Nair" "Patel" "Pillai" "Rao" "Reddy" "Sharma" "Singh" "Srinivasan" "Venkatesan"
    }
    ARABIC {
        "Amina" "Bilal" "Dina" "Faisal" "Farah" "Hamza" "Hassan" "Huda" "Karim" "Khalid" "Layla" "Maryam" "Mona" "Nabil" "Nour" "Omar"
        "Rania" "Samir" "Tariq" "Yasmin" "Youssef" "Zainab";
        "Abbas" "Al-Farsi" "Al-Khatib" "Ayoub" "Aziz" "Bakri" "Darwish" "El-Masri" "Fadel" "Haddad" "Hamdan" "Ibrahim" "Jaber" "Khoury" "Mansour"
        "Nasser" "Qureshi" "Rahman" "Saleh" "Sayegh" "Shaheen" "Zaki"
    }
    WEST_AFRICAN {
        "Abena" "Adaeze" "Adebayo" "Akua" "Ama" "Amara" "Ayodele" "Chidi" "Chinelo" "Emeka" "Esi" "Folake" "Ifeoma" "Kofi" "Kwame" "Kwesi"
        "Ngozi" "Nnamdi" "Obinna" "Oluwaseun" "Temitope" "Yaa";
        "Abiola" "Acheampong" "Adeyemi" "Agyeman" "Amponsah" "Asante" "Balogun" "Boateng" "Diallo" "Eze" "Igwe" "Mensah" "Nwosu" "Obi"
        "Ofori" "Okafor" "Okonkwo" "Olawale" "Onyango" "Owusu" "Sarpong" "Traoré"
    }
    HEBREW {
        "Adi" "Amir" "Avigail" "Dov" "Eitan" "Hila" "Itai" "Maya" "Michal" "Noam" "Noa" "Oren" "Shira" "Tal" "Yael" "Yonatan";
        "Avraham" "Ben-David" "Biton" "Cohen" "Dayan" "Friedman" "Katz" "Levi" "Mizrahi" "Peretz" "Rosenberg" "Segal" "Shapira" "Tal" "Vaknin" "Weiss"
    }
    VIETNAMESE {
        "Anh" "Bảo" "Châu" "Dung" "Hà" "Hạnh" "Hiền" "Hoàng" "Hương" "Khánh" "Lan" "Linh" "Minh" "Ngọc" "Phúc" "Quang" "Thảo" "Trang" "Tuấn" "Vy";
        "Bùi" "Đặng" "Đỗ" "Dương" "Hồ" "Hoàng" "Huỳnh" "Lê" "Lý" "Ngô" "Nguyễn" "Phạm" "Phan" "Trần" "Võ" "Vũ"
    }
    SOUTHEAST_ASIAN {
        "Aisyah" "Anong" "Arif" "Ayu" "Budi" "Chaiyo" "Dewi" "Farid" "Hafiz" "Intan" "Kanya" "Malee" "Niran" "Nurul" "Putri" "Rizal" "Siti" "Somchai"
        "Suda" "Wawan";
        "Abdullah" "Chaiyaporn" "Gunawan" "Hartono" "Hidayat" "Ismail" "Kusuma" "Lestari" "Pranata" "Rattana" "Santoso" "Setiawan" "Srisuk" "Suharto"
        "Tan" "Thongchai" "Wijaya" "Wongsa" "Yusof" "Zulkifli"
    }
    JAPANESE {
        "Aoi" "Ayaka" "Daiki" "Emi" "Haruka" "Haruto" "Hinata" "Kaito" "Kazuki" "Kenji" "Mai" "Makoto" "Mei" "Misaki" "Nanami" "Naoki" "Ren" "Sakura"
        "Shota" "Sora" "Takumi" "Yui" "Yuki" "Yuto";
        "Abe" "Endo" "Fujimoto" "Fukuda" "Hasegawa" "Hayashi" "Inoue" "Ishikawa" "Ito" "Kato" "Kimura" "Kobayashi" "Matsumoto" "Mori" "Nakagawa"
        "Nakamura" "Nishimura" "Ogawa" "Okada" "Saito" "Sasaki" "Sato" "Shimizu" "Suzuki" "Takahashi" "Tanaka" "Ueda" "Watanabe" "Yamada" "Yamamoto";
        " "
        "葵" "彩花" "大輝" "絵美" "遥" "陽翔" "陽向" "海斗" "一輝" "健二" "舞" "誠" "芽衣" "美咲" "七海" "直樹" "蓮" "さくら"
        "翔太" "蒼空" "拓海" "結衣" "雪" "悠斗";
        "阿部" "遠藤" "藤本" "福田" "長谷川" "林" "井上" "石川" "伊藤" "加藤" "木村" "小林" "松本" "森" "中川"
        "中村" "西村" "小川" "岡田" "斎藤" "佐々木" "佐藤" "清水" "鈴木" "高橋" "田中" "上田" "渡辺" "山田" "山本"
    }
    CHINESE {
        "Bowen" "Chen" "Fang" "Haoran" "Jia" "Jing" "Lei" "Li" "Mei" "Ming" "Qiang" "Rui" "Tao" "Wei" "Xin" "Xiu" "Yan" "Yichen" "Yuhan" "Zihan";
        "Chen" "Deng" "Gao" "Guo" "He" "Huang" "Li" "Liang" "Lin" "Liu" "Luo" "Ma" "Sun" "Tang" "Wang" "Wu" "Xu" "Yang" "Zhang" "Zhao" "Zheng" "Zhou";
        ""
        "博文" "晨" "芳" "浩然" "佳" "静" "磊" "丽" "梅" "明" "强" "睿" "涛" "伟" "欣" "秀" "燕" "奕辰" "雨涵" "子涵";
        "陈" "邓" "高" "郭" "何" "黄" "李" "梁" "林" "刘" "罗" "马" "孙" "唐" "王" "吴" "徐" "杨" "张" "赵" "郑" "周"
    }
    KOREAN {
        "Dohyun" "Eunji" "Haeun" "Hyejin" "Jihoon" "Jimin" "Jisoo" "Junho" "Minho" "Minji" "Seojun" "Seoyeon" "Soojin" "Sujin" "Taeyang" "Yeji" "Yuna"
        "Yuri";
        "Ahn" "Bae" "Cho" "Choi" "Han" "Hong" "Hwang" "Jang" "Jeong" "Jung" "Kang" "Kim" "Kwon" "Lee" "Lim" "Park" "Seo" "Yoon";
        ""
        "도현" "은지" "하은" "혜진" "지훈" "지민" "지수" "준호" "민호" "민지" "서준" "서연" "수진" "수진" "태양" "예지" "유나" "유리";
        "안" "배" "조" "최" "한" "홍" "황" "장" "정" "정" "강" "김" "권" "이" "임" "박" "서" "윤"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_people_type() {
        for (text, wanted) in [
            ("Strauß", "strauss"),
            ("Łukasz", "lukasz"),
            ("van der Heijden", "van-der-heijden"),
            ("O'Brien", "obrien"),
            ("Đặng", "dang"),
            ("Ben-David & Sons.", "ben-david-sons"),
            ("佐藤", ""),
        ] {
            assert_eq!(slug(text), wanted, "{text}");
        }
    }

    #[test]
    fn names_at_home_stand_beside_the_latin_ones() {
        for culture in [&JAPANESE, &CHINESE, &KOREAN] {
            let script = culture.script.as_ref().expect("a script");
            assert_eq!(script.given.len(), culture.given.len());
            assert_eq!(script.family.len(), culture.family.len());
            let name = culture.name(&mut Rng::new(1, "names"));
            assert!(name.script.is_some_and(|name| !name.is_ascii()));
        }
    }
}
