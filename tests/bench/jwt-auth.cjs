// One token by @adobe/jwt-auth, as its README does it:
// `node jwt-auth.cjs <ims> <client id> <secret> <technical account> <organization> <metascope> <private key>`.

const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const { join } = require("node:path");

const auth = createRequire(join(__dirname, "../interop/package.json"))("@adobe/jwt-auth");
const [ims, clientId, clientSecret, technicalAccountId, orgId, metaScopes, key] = process.argv.slice(2);

auth({
  ims,
  clientId,
  clientSecret,
  technicalAccountId,
  orgId,
  metaScopes,
  privateKey: readFileSync(key),
}).then(
  ({ access_token: token }) => console.log(token),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
