//! Scopes: MediaWiki's grants.

/// What the consent page says for each grant that MediaWiki knows. `basic` is asked for by all and not shown.
const KNOWN: [(&str, &str); 28] = [
    ("basic", ""),
    ("highvolume", "High-volume (bot) access"),
    ("import", "Import revisions"),
    ("editpage", "Edit existing pages"),
    ("editprotected", "Edit protected pages"),
    ("editmycssjs", "Edit your user CSS/JSON/JavaScript"),
    ("editmyoptions", "Edit your user preferences and JSON configuration"),
    ("editinterface", "Edit the MediaWiki namespace and sitewide/user JSON"),
    ("editsiteconfig", "Edit sitewide and user CSS/JS"),
    ("createeditmovepage", "Create, edit, and move pages"),
    ("uploadfile", "Upload new files"),
    ("uploadeditmovefile", "Upload, replace, and move files"),
    ("patrol", "Patrol changes to pages"),
    ("rollback", "Rollback changes to pages"),
    ("blockusers", "Block and unblock users"),
    ("viewdeleted", "View deleted files and pages"),
    ("viewrestrictedlogs", "View restricted log entries"),
    ("delete", "Delete pages, revisions, and log entries"),
    ("oversight", "Hide users and suppress revisions"),
    ("protect", "Protect and unprotect pages"),
    ("viewmywatchlist", "View your watchlist"),
    ("editmywatchlist", "Edit your watchlist"),
    ("sendemail", "Send email to other users"),
    ("createaccount", "Create accounts"),
    ("privateinfo", "Access private information"),
    ("mergehistory", "Merge page histories"),
    ("mwoauth-authonly", "User identity verification only"),
    ("mwoauth-authonlyprivate", "User identity verification only with access to real name and email address"),
];

/// The first scope that MediaWiki does not know.
pub fn first_unknown(scopes: &[String]) -> Option<&str> {
    scopes.iter().map(String::as_str).find(|scope| !KNOWN.iter().any(|(known, _)| known == scope))
}

/// What the consent page says.
pub fn words(scope: &str) -> &str {
    KNOWN.iter().find(|(known, _)| *known == scope).map_or(scope, |(_, words)| words)
}

/// A `scope` parameter, cut at spaces.
pub fn split(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
