//! A client that signs in with SCRAM and asks simple questions: this crate has no driver, and without
//! a real answer nobody would know that the password works or that the data is still there.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub(crate) struct Client {
    stream: TcpStream,
}

impl Client {
    /// Connects to `postgres://user:password@host:port/database`.
    pub(crate) fn connect(url: &str) -> Result<Self, String> {
        let (user, rest) = url.strip_prefix("postgres://").unwrap().split_once(':').unwrap();
        let (password, rest) = rest.split_once('@').unwrap();
        let (address, database) = rest.split_once('/').unwrap();
        let stream = TcpStream::connect(address).map_err(|error| error.to_string())?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut client = Self { stream };
        let startup = format!("\0\x03\0\0user\0{user}\0database\0{database}\0\0");
        client.send(None, startup.as_bytes());
        client.sign_in(password)?;
        client.until_ready().map(|_| client)
    }

    fn sign_in(&mut self, password: &str) -> Result<(), String> {
        let offer = self.auth(10)?; // 10: SASL, and nothing weaker
        assert!(offer.starts_with(b"SCRAM-SHA-256\0"));
        let bare = "n=,r=rOprNGfwEbeRWgbNEkqO";
        let first = format!("n,,{bare}");
        let length = u32::try_from(first.len()).unwrap().to_be_bytes();
        self.send(Some(b'p'), &[b"SCRAM-SHA-256\0", &length[..], first.as_bytes()].concat());
        let challenge = String::from_utf8(self.auth(11)?).unwrap();
        let part = |letter: &str| challenge.split(',').find_map(|part| part.strip_prefix(letter)).unwrap();
        let salted = stretch(password, &BASE64.decode(part("s=")).unwrap(), part("i=").parse().unwrap());
        let key = mac(&salted, b"Client Key");
        let without_proof = format!("c=biws,r={}", part("r="));
        let signed = format!("{bare},{challenge},{without_proof}");
        let signature = mac(&Sha256::digest(&key), signed.as_bytes());
        let proof: Vec<u8> = key.iter().zip(&signature).map(|(a, b)| a ^ b).collect();
        self.send(Some(b'p'), format!("{without_proof},p={}", BASE64.encode(proof)).as_bytes());
        self.auth(12)?;
        self.auth(0).map(|_| ())
    }

    /// The first column of every row.
    pub(crate) fn query(&mut self, sql: &str) -> Result<Vec<String>, String> {
        self.send(Some(b'Q'), format!("{sql}\0").as_bytes());
        self.until_ready()
    }

    fn until_ready(&mut self) -> Result<Vec<String>, String> {
        let (mut rows, mut failure) = (Vec::new(), None);
        loop {
            match self.receive()? {
                (b'Z', _) => return failure.map_or(Ok(rows), Err),
                (b'E', body) => failure = Some(message(&body)),
                (b'D', body) => {
                    let length = usize::try_from(i32::from_be_bytes(body[2..6].try_into().unwrap())).unwrap();
                    rows.push(String::from_utf8(body[6..6 + length].to_vec()).unwrap());
                }
                _ => {}
            }
        }
    }

    fn auth(&mut self, expected: u32) -> Result<Vec<u8>, String> {
        match self.receive()? {
            (b'R', body) if body[..4] == expected.to_be_bytes() => Ok(body[4..].to_vec()),
            (b'E', body) => Err(message(&body)),
            (kind, body) => Err(format!("{} {body:?} instead of step {expected}", char::from(kind))),
        }
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) {
        let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
        let message = [kind.as_slice(), &length, body].concat();
        self.stream.write_all(&message).unwrap();
    }

    fn receive(&mut self) -> Result<(u8, Vec<u8>), String> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head).map_err(|error| error.to_string())?;
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; usize::try_from(length).unwrap() - 4];
        self.stream.read_exact(&mut body).map_err(|error| error.to_string())?;
        Ok((head[0], body))
    }
}

fn message(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    text.split('\0').find_map(|field| field.strip_prefix('M')).unwrap_or(&text).to_owned()
}

fn mac(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(data);
    mac.finalize().into_bytes().to_vec()
}

fn stretch(password: &str, salt: &[u8], rounds: u32) -> Vec<u8> {
    let mut block = mac(password.as_bytes(), &[salt, &[0, 0, 0, 1]].concat());
    let mut sum = block.clone();
    for _ in 1..rounds {
        block = mac(password.as_bytes(), &block);
        sum.iter_mut().zip(&block).for_each(|(sum, byte)| *sum ^= byte);
    }
    sum
}
