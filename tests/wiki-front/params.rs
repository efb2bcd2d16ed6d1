//! The parameters of a request, from the URL and a form body.

use url::form_urlencoded;

/// Name and value pairs; the body's come last and win, as in PHP's `$_POST + $_GET`.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl Params {
    /// From a query string and, when `content_type` says it is a form, a body.
    pub fn read(query: &str, content_type: &str, body: &[u8]) -> Self {
        let mut pairs = decode(query.as_bytes());
        if is_form(content_type) {
            pairs.extend(decode(body));
        }
        Self(pairs)
    }

    /// The value of a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value, where an empty one counts as none.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }
}

/// Whether a Content-Type is that of an HTML form.
pub fn is_form(content_type: &str) -> bool {
    content_type.split(';').next().is_some_and(|kind| kind.trim() == "application/x-www-form-urlencoded")
}

/// The same query string or form body without one parameter.
pub fn without(encoded: &[u8], name: &str) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(decode(encoded).iter().filter(|(key, _)| key != name))
        .finish()
}

fn decode(encoded: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(encoded).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_wins_over_the_url_and_only_a_form_is_read() {
        let form = "application/x-www-form-urlencoded; charset=UTF-8";
        let params = Params::read("action=query&a=1", form, b"action=edit&title=A+b%2Fc");
        assert_eq!(params.get("action"), Some("edit"));
        assert_eq!(params.get("title"), Some("A b/c"));
        assert_eq!(params.get("a"), Some("1"));
        let json = Params::read("action=query", "application/json", b"action=edit");
        assert_eq!(json.get("action"), Some("query"));
    }

    #[test]
    fn one_parameter_can_be_left_out() {
        assert_eq!(without(b"a=1&assertuser=Al+ice&b=%26", "assertuser"), "a=1&b=%26");
    }
}
