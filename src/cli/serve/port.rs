//! Chooses the port of the server.

use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, TcpListener},
    ops::RangeInclusive,
};

use anyhow::{Context, Result, bail};

/// The ports that are tried if the user names none.
const DEFAULT_PORTS: RangeInclusive<u16> = 8080..=8090;

/// Listens at a port of this machine, to which no other machine can connect. Port 0 is any free port. Without a port, listens
/// at the first free port of [`DEFAULT_PORTS`]; if that is not the first one, the second value says so.
///
/// # Errors
/// Fails if the port is in use, or if this user may not use it.
pub fn listen(port: Option<u16>) -> Result<(TcpListener, Option<String>)> {
    match port {
        Some(port) => match bind(port) {
            Ok(listener) => Ok((listener, None)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
                "found port {port} in use by another program; expected a free port; choose another one with --port, or any \
                 free one with --port 0"
            ),
            Err(error) => Err(error).with_context(|| format!("port {port}")),
        },
        None => first_free(DEFAULT_PORTS),
    }
}

fn first_free(ports: RangeInclusive<u16>) -> Result<(TcpListener, Option<String>)> {
    let (first, last) = (*ports.start(), *ports.end());
    for port in ports {
        match bind(port) {
            Ok(listener) => {
                let note = (port != first).then(|| format!("port {first} is in use by another program; using {port}"));
                return Ok((listener, note));
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error).with_context(|| format!("port {port}")),
        }
    }
    bail!(
        "found the ports {first} to {last} in use by other programs; expected a free port; choose another one with --port, \
         or any free one with --port 0"
    )
}

fn bind(port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a listener whose next port is free too.
    fn taken() -> (TcpListener, u16) {
        loop {
            let listener = bind(0).unwrap();
            let port = listener.local_addr().unwrap().port();
            if port < u16::MAX && bind(port + 1).is_ok() {
                return (listener, port);
            }
        }
    }

    #[test]
    fn a_named_port_is_not_replaced() {
        let (_listener, port) = taken();
        let error = listen(Some(port)).unwrap_err().to_string();
        assert!(error.starts_with(&format!("found port {port} in use by another program")), "{error}");
        assert!(error.contains("--port"), "{error}");
    }

    #[test]
    fn the_next_free_port_is_used_and_named() {
        let (_listener, port) = taken();
        let (listener, note) = first_free(port..=port + 1).unwrap();
        assert_eq!(listener.local_addr().unwrap().port(), port + 1);
        assert_eq!(note.unwrap(), format!("port {port} is in use by another program; using {}", port + 1));
        let error = first_free(port..=port + 1).unwrap_err().to_string();
        assert!(error.starts_with(&format!("found the ports {port} to {} in use", port + 1)), "{error}");
    }
}
