//! Just enough of PostgreSQL's protocol to know that it is PostgreSQL that answers.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// The request for an encrypted connection, which a server answers by one letter before anything else.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];
const TIMEOUT: Duration = Duration::from_secs(2);

/// Whether a PostgreSQL accepts connections on `port` of this machine.
pub(crate) fn answers(port: u16) -> bool {
    ask(port).is_ok_and(|answer| matches!(answer, b'N' | b'S'))
}

fn ask(port: u16) -> std::io::Result<u8> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.write_all(&SSL_REQUEST)?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    Ok(answer[0])
}

/// Whether `port` is free, with the system's reason when it is not.
pub(crate) fn is_free(port: u16) -> std::io::Result<()> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map(drop)
}

/// A port that is free at this moment.
pub(crate) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_else_that_listens_is_not_postgres() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        assert!(is_free(port).is_err());
        let server = std::thread::spawn(move || listener.accept().unwrap().0.write_all(b"HTTP/1.1 400\r\n"));
        assert!(!answers(port));
        server.join().unwrap().unwrap();
        assert!(!answers(free_port().unwrap()), "nobody listens there");
    }
}
