//! A receiver of the tests: writes the feedback a browser would.

/// Which chunk forms a writer prefers; a reader must not care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Runs,
    OneBit,
    TwoBits,
}

/// A whole RTCP packet about `statuses` from `base` on: arrivals in ticks since the reference.
pub fn write(form: Form, base: u16, reference: u32, number: u8, statuses: &[Option<i64>]) -> Vec<u8> {
    let mut packet = vec![0; 12];
    packet.extend(base.to_be_bytes());
    packet.extend((statuses.len() as u16).to_be_bytes());
    packet.extend(&reference.to_be_bytes()[1..]);
    packet.push(number);
    let (mut symbols, mut deltas, mut clock) = (Vec::new(), Vec::new(), 0);
    for status in statuses {
        let Some(tick) = status else {
            symbols.push(0);
            continue;
        };
        let delta = tick - clock;
        clock = *tick;
        match u8::try_from(delta) {
            Ok(small) => {
                symbols.push(1);
                deltas.push(small);
            }
            Err(_) => {
                symbols.push(2);
                deltas.extend(i16::try_from(delta).unwrap().to_be_bytes());
            }
        }
    }
    write_chunks(form, &mut packet, &symbols);
    packet.extend(deltas);
    let padding = packet.len().next_multiple_of(4) - packet.len();
    packet.extend(std::iter::repeat_n(padding as u8, padding));
    let words = (packet.len() / 4 - 1) as u16;
    packet[0] = 0x80 | (u8::from(padding > 0) << 5) | 15;
    packet[1] = 205;
    packet[2..4].copy_from_slice(&words.to_be_bytes());
    packet
}

fn write_chunks(form: Form, packet: &mut Vec<u8>, mut symbols: &[u16]) {
    while let Some(first) = symbols.first() {
        let short = symbols.iter().take(14).all(|symbol| *symbol < 2);
        let (chunk, taken) = match form {
            Form::OneBit if short => {
                let bits = symbols.iter().take(14).enumerate();
                (0x8000 | bits.fold(0, |bits, (at, symbol)| bits | symbol << (13 - at)), 14)
            }
            Form::Runs => {
                let run = symbols.iter().take(0x1fff).take_while(|symbol| *symbol == first).count();
                ((first << 13) | run as u16, run)
            }
            _ => {
                let bits = symbols.iter().take(7).enumerate();
                (0xc000 | bits.fold(0, |bits, (at, symbol)| bits | symbol << (12 - 2 * at)), 7)
            }
        };
        packet.extend(chunk.to_be_bytes());
        symbols = &symbols[taken.min(symbols.len())..];
    }
}
