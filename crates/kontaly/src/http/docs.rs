//! Interactive documentation of the API, from the browser application's own build.
