// The same mark that Mudbrick's window sets when a person can begin: after the first frame with content in it.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("mudbrick-usable")));
