// The code stands in the link behind a #, which never travels; it is filled in here.
"use strict";

document.querySelector("[data-from-fragment]").value = location.hash.slice(1);
