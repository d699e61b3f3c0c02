//! Countries: where companies are, what their addresses, telephone numbers and legal forms look like, who works there.

use super::people::{
    AMERICAN, ARABIC, CHINESE, CZECH, Culture, DUTCH, ENGLISH, FRENCH, GERMAN, HEBREW, INDIAN, ITALIAN,
    JAPANESE, KOREAN, NORDIC, POLISH, PORTUGUESE, SOUTHEAST_ASIAN, SPANISH, TURKISH, VIETNAMESE,
    WEST_AFRICAN,
};
use super::rng::Rng;

/// A country. In patterns `#` is a digit and `%` a digit that is not 0.
pub(super) struct Country {
    /// Its name in English.
    pub(super) name: &'static str,
    /// Its cities.
    pub(super) cities: &'static [&'static str],
    /// Names of streets, as they stand in an address with `{n}` for the number.
    streets: &'static [&'static str],
    /// Post code, and whether it stands behind the city.
    postcode: (&'static str, bool),
    /// Numbers at work, and of mobile telephones.
    phones: (&'static str, &'static str),
    /// What stands behind a company's name.
    pub(super) legal: &'static [&'static str],
    /// Who works there.
    cultures: &'static [(u32, &'static Culture)],
    /// Whether companies here have Japanese names.
    pub(super) japanese: bool,
}

impl Country {
    /// The culture of somebody who works here.
    pub(super) fn culture(&self, rng: &mut Rng) -> &'static Culture {
        rng.weighted(self.cultures)
    }

    /// Street and number, post code and city.
    pub(super) fn address(&self, rng: &mut Rng, city: &str) -> String {
        let number = rng.between(1, 180).to_string();
        let street = rng.pick(self.streets);
        let street = digits(rng, &street.replace("{n}", &number));
        let (pattern, behind) = self.postcode;
        let code = digits(rng, pattern);
        match (code.is_empty(), behind) {
            (true, _) => format!("{street}, {city}"),
            (_, true) => format!("{street}, {city} {code}"),
            (_, false) => format!("{street}, {code} {city}"),
        }
    }

    /// A number at work.
    pub(super) fn phone(&self, rng: &mut Rng) -> String {
        digits(rng, self.phones.0)
    }

    /// A mobile number.
    pub(super) fn mobile(&self, rng: &mut Rng) -> String {
        digits(rng, self.phones.1)
    }
}

fn digits(rng: &mut Rng, pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        text.push(match c {
            '#' => char::from(b'0' + rng.below(10) as u8),
            '%' => char::from(b'1' + rng.below(9) as u8),
            c => c,
        });
    }
    text
}

macro_rules! countries {
    ($($id:ident $name:literal [$($city:literal)+] [$($street:literal)+] ($code:literal, $behind:literal) ($phone:literal $mobile:literal)
        [$($legal:literal)+] [$($weight:literal $culture:ident)+] $(japanese: $japanese:literal)?;)+) => {$(
        pub(super) static $id: Country = Country {
            name: $name,
            cities: &[$($city),+],
            streets: &[$($street),+],
            postcode: ($code, $behind),
            phones: ($phone, $mobile),
            legal: &[$($legal),+],
            cultures: &[$(($weight, &$culture)),+],
            japanese: false $(|| $japanese)?,
        };
    )+};
}

countries! {
    GERMANY "Germany"
        ["Berlin" "Hamburg" "München" "Köln" "Frankfurt am Main" "Stuttgart" "Düsseldorf" "Leipzig" "Bremen" "Nürnberg" "Bielefeld" "Karlsruhe"]
        ["Lindenstraße {n}" "Industriestraße {n}" "Am Hafen {n}" "Bahnhofstraße {n}" "Werkstraße {n}" "Gewerbepark {n}" "Schillerstraße {n}"]
        ("%####", false) ("+49 %0 #######" "+49 17% #######") ["GmbH" "AG" "GmbH & Co. KG" "KG" "SE"]
        [70 GERMAN 12 TURKISH 6 POLISH 4 ARABIC 4 ITALIAN 4 INDIAN];
    AUSTRIA "Austria"
        ["Wien" "Graz" "Linz" "Salzburg" "Innsbruck"] ["Mariahilfer Straße {n}" "Ringstraße {n}" "Am Kai {n}" "Industriezeile {n}"]
        ("%###", false) ("+43 1 #######" "+43 66% ######") ["GmbH" "AG" "KG"] [80 GERMAN 8 TURKISH 8 CZECH 4 ITALIAN];
    SWITZERLAND "Switzerland"
        ["Zürich" "Genève" "Basel" "Lausanne" "Bern" "Winterthur"] ["Limmatquai {n}" "Rue du Rhône {n}" "Seestrasse {n}" "Bahnweg {n}"]
        ("%###", false) ("+41 4% ### ## ##" "+41 7% ### ## ##") ["AG" "SA" "GmbH"] [55 GERMAN 28 FRENCH 12 ITALIAN 5 PORTUGUESE];
    FRANCE "France"
        ["Paris" "Lyon" "Marseille" "Toulouse" "Nantes" "Lille" "Strasbourg" "Bordeaux"]
        ["{n} rue de la République" "{n} avenue Jean-Jaurès" "{n} quai des Brumes" "{n} boulevard Voltaire"]
        ("%#0##", false) ("+33 % ## ## ## ##" "+33 6 ## ## ## ##") ["SA" "SAS" "SARL"] [74 FRENCH 12 ARABIC 8 WEST_AFRICAN 6 PORTUGUESE];
    ITALY "Italy"
        ["Milano" "Torino" "Bologna" "Genova" "Verona" "Firenze" "Napoli"] ["Via Garibaldi {n}" "Corso Italia {n}" "Via dell'Industria {n}" "Viale Europa {n}"]
        ("%01##", false) ("+39 0% ########" "+39 3%# #######") ["S.p.A." "S.r.l."] [94 ITALIAN 6 ARABIC];
    NETHERLANDS "Netherlands"
        ["Amsterdam" "Rotterdam" "Utrecht" "Eindhoven" "Groningen" "Den Haag"] ["Keizersgracht {n}" "Havenweg {n}" "Stationsplein {n}" "Industrieweg {n}"]
        ("%### AB", false) ("+31 %0 ### ####" "+31 6 ########") ["B.V." "N.V."] [82 DUTCH 8 TURKISH 5 ARABIC 5 INDIAN];
    SWEDEN "Sweden"
        ["Stockholm" "Göteborg" "Malmö" "Uppsala" "Västerås"] ["Storgatan {n}" "Hamngatan {n}" "Industrivägen {n}"]
        ("%## ##", false) ("+46 8 ### ## ##" "+46 7% ### ## ##") ["AB"] [90 NORDIC 6 ARABIC 4 POLISH];
    DENMARK "Denmark"
        ["København" "Aarhus" "Odense" "Aalborg"] ["Vestergade {n}" "Havnegade {n}" "Industriparken {n}"]
        ("%###", false) ("+45 %# ## ## ##" "+45 2% ## ## ##") ["A/S" "ApS"] [96 NORDIC 4 TURKISH];
    FINLAND "Finland"
        ["Helsinki" "Tampere" "Turku" "Oulu"] ["Mannerheimintie {n}" "Satamakatu {n}" "Teollisuuskatu {n}"]
        ("%####", false) ("+358 9 ### ####" "+358 4% ### ####") ["Oy" "Oyj"] [100 NORDIC];
    POLAND "Poland"
        ["Warszawa" "Kraków" "Wrocław" "Poznań" "Gdańsk" "Łódź"] ["ul. Długa {n}" "ul. Fabryczna {n}" "al. Jerozolimskie {n}"]
        ("%#-###", false) ("+48 %2 ### ## ##" "+48 5%# ### ###") ["Sp. z o.o." "S.A."] [100 POLISH];
    CZECHIA "Czechia"
        ["Praha" "Brno" "Ostrava" "Plzeň"] ["Nádražní {n}" "Průmyslová {n}" "Masarykova {n}"]
        ("%## ##", false) ("+420 2## ### ###" "+420 7## ### ###") ["s.r.o." "a.s."] [100 CZECH];
    SPAIN "Spain"
        ["Madrid" "Barcelona" "Valencia" "Sevilla" "Bilbao" "Zaragoza"] ["Calle Mayor {n}" "Avenida del Puerto {n}" "Polígono Norte {n}"]
        ("%#0##", false) ("+34 9%# ### ###" "+34 6%# ### ###") ["S.L." "S.A."] [100 SPANISH];
    TURKEY "Türkiye"
        ["İstanbul" "Ankara" "İzmir" "Bursa"] ["Atatürk Caddesi {n}" "Sanayi Sokak {n}" "Liman Yolu {n}"]
        ("%####", false) ("+90 2%# ### ## ##" "+90 53% ### ## ##") ["A.Ş." "Ltd. Şti."] [100 TURKISH];
    UNITED_KINGDOM "United Kingdom"
        ["London" "Manchester" "Bristol" "Leeds" "Glasgow" "Edinburgh" "Cardiff" "Sheffield"] ["{n} High Street" "{n} Mill Lane" "{n} Dock Road" "{n} Station Approach"]
        ("LS% #QT", true) ("+44 20 7### ####" "+44 7%## ######") ["Ltd" "plc" "LLP"] [72 ENGLISH 14 INDIAN 8 WEST_AFRICAN 6 POLISH];
    IRELAND "Ireland"
        ["Dublin" "Cork" "Galway" "Limerick"] ["{n} Harcourt Street" "{n} Quay Road" "{n} Mill Street"]
        ("D0% X#Y#", true) ("+353 1 ### ####" "+353 8% ### ####") ["Ltd" "plc"] [90 ENGLISH 10 POLISH];
    UNITED_STATES "United States"
        ["New York" "Boston" "Chicago" "Austin" "Seattle" "Denver" "San Francisco" "Atlanta" "Minneapolis" "Portland" "Philadelphia" "Raleigh" "Phoenix" "Nashville"]
        ["{n}0 Market Street" "{n}5 Elm Street" "{n}2 Harbor Drive" "{n}8 Commerce Way" "{n}1 Lakeview Avenue"]
        ("%####", true) ("+1 (%%#) 555-01##" "+1 (%%#) 555-01##") ["Inc." "LLC" "Corp."]
        [46 AMERICAN 14 ENGLISH 14 SPANISH 9 INDIAN 6 CHINESE 4 KOREAN 3 WEST_AFRICAN 2 ARABIC 2 VIETNAMESE];
    CANADA "Canada"
        ["Toronto" "Montréal" "Vancouver" "Calgary" "Ottawa" "Québec"] ["{n} King Street" "{n} rue Sainte-Catherine" "{n} Granville Street"]
        ("M%B #C%", true) ("+1 (%%#) 555-01##" "+1 (%%#) 555-01##") ["Inc." "Ltd."] [44 ENGLISH 28 FRENCH 16 INDIAN 12 CHINESE];
    MEXICO "Mexico"
        ["Ciudad de México" "Guadalajara" "Monterrey" "Querétaro"] ["Av. Reforma {n}" "Calle Juárez {n}" "Av. Industria {n}"]
        ("%####", false) ("+52 55 #### ####" "+52 33 #### ####") ["S.A. de C.V."] [100 SPANISH];
    BRAZIL "Brazil"
        ["São Paulo" "Rio de Janeiro" "Curitiba" "Belo Horizonte" "Florianópolis"] ["Avenida Paulista {n}" "Rua das Flores {n}" "Rua do Porto {n}"]
        ("%####-###", false) ("+55 11 3### ####" "+55 11 9#### ####") ["Ltda." "S.A."] [92 PORTUGUESE 8 JAPANESE];
    INDIA "India"
        ["Bengaluru" "Mumbai" "Hyderabad" "Pune" "Chennai" "New Delhi"] ["{n} MG Road" "{n} Residency Road" "{n} Tech Park"]
        ("%##0##", true) ("+91 80 #### ####" "+91 9%### #####") ["Pvt. Ltd." "Ltd."] [100 INDIAN];
    ISRAEL "Israel"
        ["Tel Aviv" "Haifa" "Jerusalem" "Herzliya"] ["{n} Rothschild Blvd" "{n} HaNamal St"]
        ("%######", true) ("+972 3 ### ####" "+972 5% ### ####") ["Ltd."] [86 HEBREW 14 ARABIC];
    NIGERIA "Nigeria"
        ["Lagos" "Abuja" "Ibadan"] ["{n} Marina Road" "{n} Broad Street"]
        ("%#####", true) ("+234 1 ### ####" "+234 80% ### ####") ["Ltd" "plc"] [100 WEST_AFRICAN];
    EMIRATES "United Arab Emirates"
        ["Dubai" "Abu Dhabi" "Sharjah"] ["Sheikh Zayed Road {n}" "Corniche Road {n}"]
        ("", false) ("+971 4 ### ####" "+971 50 ### ####") ["LLC" "FZE"] [62 ARABIC 38 INDIAN];
    AUSTRALIA "Australia"
        ["Sydney" "Melbourne" "Brisbane" "Perth"] ["{n} George Street" "{n} Collins Street" "{n} Wharf Road"]
        ("%###", true) ("+61 2 #### ####" "+61 4%# ### ###") ["Pty Ltd"] [64 ENGLISH 16 CHINESE 12 INDIAN 8 VIETNAMESE];
    JAPAN "Japan"
        ["東京" "大阪" "横浜" "名古屋" "神戸" "福岡" "札幌" "京都"] ["中央区 %-#-{n}" "港区 %-#-{n}" "本町 %-#-{n}"]
        ("%##-####", false) ("+81 3-####-####" "+81 90-####-####") ["K.K." "Co., Ltd." "G.K."] [96 JAPANESE 2 KOREAN 2 CHINESE] japanese: true;
    KOREA "South Korea"
        ["Seoul" "Busan" "Incheon"] ["Teheran-ro {n}" "Sejong-daero {n}"]
        ("%####", true) ("+82 2 #### ####" "+82 10 #### ####") ["Co., Ltd."] [100 KOREAN];
    TAIWAN "Taiwan"
        ["Taipei" "Kaohsiung" "Taichung" "Hsinchu"] ["{n} Zhongshan Road" "{n} Xinyi Road"]
        ("%##", true) ("+886 2 #### ####" "+886 9%# ### ###") ["Co., Ltd."] [100 CHINESE];
    SINGAPORE "Singapore"
        ["Singapore"] ["{n} Shenton Way" "{n} Tuas Avenue" "{n} Beach Road"]
        ("%#####", true) ("+65 6### ####" "+65 9### ####") ["Pte. Ltd."] [60 CHINESE 22 SOUTHEAST_ASIAN 18 INDIAN];
    VIETNAM "Vietnam"
        ["Hà Nội" "Hồ Chí Minh" "Đà Nẵng" "Hải Phòng"] ["{n} Lê Lợi" "{n} Trần Phú"]
        ("%#####", true) ("+84 24 #### ####" "+84 9%# ### ###") ["JSC" "Co., Ltd."] [100 VIETNAMESE];
    THAILAND "Thailand"
        ["Bangkok" "Chonburi" "Chiang Mai"] ["{n} Sukhumvit Road" "{n} Rama IV Road"]
        ("%####", true) ("+66 2 ### ####" "+66 8% ### ####") ["Co., Ltd."] [100 SOUTHEAST_ASIAN];
    INDONESIA "Indonesia"
        ["Jakarta" "Surabaya" "Bandung"] ["Jl. Sudirman No. {n}" "Jl. Pelabuhan No. {n}"]
        ("%####", true) ("+62 21 #### ####" "+62 81% #### ####") ["PT"] [100 SOUTHEAST_ASIAN];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_follow_their_patterns() {
        let mut rng = Rng::new(3, "places");
        let address = GERMANY.address(&mut rng, "Berlin");
        assert!(address.contains(", ") && address.ends_with(" Berlin") && !address.contains(['#', '%', '{']));
        for country in [&JAPAN, &UNITED_STATES, &NETHERLANDS, &EMIRATES] {
            let numbers = [country.phone(&mut rng), country.mobile(&mut rng)];
            assert!(numbers.iter().all(|number| number.starts_with('+') && !number.contains(['#', '%'])));
            assert!(!country.address(&mut rng, "X").contains(['{', '#', '%']));
        }
    }
}
