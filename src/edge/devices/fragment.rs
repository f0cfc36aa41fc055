//! SDP fragments (RFC 8840 §9) for trickle and ICE restart, and what WHIP adds to our answer.

use super::offer::is_line;

/// What a fragment says of the client's ICE. Its candidates are not kept: we are the lite side, which waits
/// for checks and sends none (RFC 8445 §2.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// Both or none.
    credentials: Option<(String, String)>,
}

impl Fragment {
    /// `None`: malformed.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().is_empty() || text.lines().any(|line| !is_line(line)) {
            return None;
        }
        let credentials = match (attribute(text, "a=ice-ufrag:"), attribute(text, "a=ice-pwd:")) {
            (None, None) => None,
            // RFC 8839 §5.4: 4 to 256 and 22 to 256 ice-chars.
            (Some(ufrag), Some(password)) if is_ice(ufrag, 4) && is_ice(password, 22) => {
                Some((ufrag.to_owned(), password.to_owned()))
            }
            _ => return None,
        };
        Some(Self { credentials })
    }

    /// The offer as it would be with the fragment's new credentials; `None` if they are those it has. Whatever
    /// brings new ones is a restart (RFC 9725 §4.3.3).
    pub fn restarted(&self, offer: &str) -> Option<String> {
        let (ufrag, password) = self.credentials.as_ref()?;
        if attribute(offer, "a=ice-ufrag:") == Some(ufrag) {
            return None;
        }
        let mut restarted = String::with_capacity(offer.len());
        for line in offer.lines().map(str::trim_end) {
            match line.split_once(':').unwrap_or((line, "")).0 {
                "a=ice-ufrag" => restarted.push_str(&format!("a=ice-ufrag:{ufrag}")),
                "a=ice-pwd" => restarted.push_str(&format!("a=ice-pwd:{password}")),
                "a=candidate" | "a=end-of-candidates" => continue, // of before
                _ => restarted.push_str(line),
            }
            restarted.push_str("\r\n");
        }
        Some(restarted)
    }
}

/// Our answer as devices want it: trickle is understood (RFC 8840 §4.1.3), RTCP is always multiplexed (RFC 9725
/// §4.4.1), and the candidates stand in every section: aiortc looks in the last one of a bundle that was agreed on
/// beforehand, and nobody minds.
pub fn polished(answer: &str) -> String {
    let is_candidate = |line: &&str| line.starts_with("a=candidate:") || *line == "a=end-of-candidates";
    let candidates: Vec<&str> = answer.lines().filter(is_candidate).collect();
    let mut lines: Vec<&str> = Vec::new();
    for line in answer.lines().filter(|line| !is_candidate(line)) {
        lines.push(line);
        match line {
            "a=ice-lite" => lines.push("a=ice-options:trickle"),
            "a=rtcp-mux" => {
                lines.push("a=rtcp-mux-only");
                lines.extend(&candidates);
            }
            _ => {}
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// The part of a polished answer that tells of our ICE: one section stands for the whole group.
pub fn of_answer(answer: &str) -> String {
    let mut sections = answer.split("\r\nm=");
    let session = sections.next().unwrap_or_default();
    let tagged = sections.find(|section| section.contains("\r\na=candidate:")).unwrap_or_default();
    let kept = |text: &str, beginnings: &[&str]| -> Vec<String> {
        let wanted = |line: &&str| beginnings.iter().any(|beginning| line.starts_with(beginning));
        text.lines().filter(wanted).map(str::to_owned).collect()
    };
    let mut lines = kept(session, &["a=ice-lite", "a=ice-options:", "a=group:"]);
    lines.extend(tagged.lines().next().map(|first| format!("m={first}")));
    let ours = ["a=mid:", "a=ice-ufrag:", "a=ice-pwd:", "a=candidate:", "a=end-of-candidates"];
    lines.extend(kept(tagged, &ours));
    lines.join("\r\n") + "\r\n"
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.trim_end().strip_prefix(name))
}

fn is_ice(text: &str, least: usize) -> bool {
    let is_char = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    (least..=256).contains(&text.len()) && text.bytes().all(is_char)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\nm=audio 9 X 1\r\na=ice-ufrag:olds\r\na=ice-pwd:0123456789012345678901\r\n\
        a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=mid:0\r\n";
    const PASSWORD: &str = "abcdefghijklmnopqrstuv";

    fn fragment(ufrag: &str) -> String {
        format!("m=audio 9 X 1\r\na=mid:0\r\na=ice-ufrag:{ufrag}\r\na=ice-pwd:{PASSWORD}\r\n")
    }

    #[test]
    fn new_credentials_are_a_restart_and_known_ones_are_not() {
        let restarted = Fragment::parse(&fragment("news")).unwrap().restarted(OFFER).unwrap();
        let expected =
            format!("v=0\r\nm=audio 9 X 1\r\na=ice-ufrag:news\r\na=ice-pwd:{PASSWORD}\r\na=mid:0\r\n");
        assert_eq!(restarted, expected);
        let trickles =
            [&fragment("olds"), "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n", "a=end-of-candidates"];
        for trickle in trickles {
            assert_eq!(Fragment::parse(trickle).unwrap().restarted(OFFER), None, "{trickle}");
        }
    }

    #[test]
    fn what_is_no_fragment_is_malformed() {
        let long = "x".repeat(257);
        for text in [
            "",
            "hello",
            "a=ice-ufrag:news",
            "a=ice-pwd:abcdefghijklmnopqrstuv",
            &fragment("new"),
            &fragment("ne ws"),
            &fragment(&long),
            "a=ice-ufrag:news\na=ice-pwd:short",
        ] {
            assert_eq!(Fragment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_answers_ice_is_that_of_the_first_section_in_use() {
        let answer = "v=0\r\na=ice-lite\r\na=group:BUNDLE 1\r\nm=audio 0 X 1\r\na=mid:0\r\na=inactive\r\n\
            m=video 9 X 96\r\na=mid:1\r\na=ice-ufrag:ours\r\na=ice-pwd:pass\r\na=rtcp-mux\r\n\
            a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\na=end-of-candidates\r\na=recvonly\r\n";
        let polished = polished(answer);
        assert!(polished.contains("a=rtcp-mux\r\na=rtcp-mux-only\r\na=candidate:1"));
        assert_eq!(
            of_answer(&polished),
            "a=ice-lite\r\na=ice-options:trickle\r\na=group:BUNDLE 1\r\nm=video 9 X 96\r\na=mid:1\r\n\
             a=ice-ufrag:ours\r\na=ice-pwd:pass\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n\
             a=end-of-candidates\r\n"
        );
    }
}
