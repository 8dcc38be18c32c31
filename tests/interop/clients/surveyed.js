// How each client from npm is told for whom it speaks, and the objects whose methods are called.
import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

async function token({ project }) {
  const { auth } = await import("@adobe/auth-token");
  const given = { clientId: project.client_id, clientSecret: project.secret, scope: project.scopes };
  return (await auth({ ...given, environment: "production" })).access_token;
}

/** For each client: the objects, and what its calls may be given. */
export const SETUPS = {
  async "@adobe/aio-lib-campaign-standard"(order) {
    const { init } = require("@adobe/aio-lib-campaign-standard");
    const given = {
      tenant: order.organization.tenant,
      client: order.project.client_id,
      token: await token(order),
    };
    return { objects: { sdk: await init(given.tenant, given.client, given.token) }, given };
  },

  // It takes its host from its options, and follows no proxy.
  async "@adobe/spacecat-shared-ims-client"({ project, base }) {
    const { ImsClient, imsClientWrapper } = await import("@adobe/spacecat-shared-ims-client");
    const env = {
      IMS_HOST: new URL(base).host.replace("127.0.0.1", "localhost"),
      IMS_CLIENT_ID: project.client_id,
      IMS_CLIENT_CODE: project.code,
      IMS_CLIENT_SECRET: project.secret,
      IMS_SCOPE: project.scopes,
    };
    const context = { env, log: silent };
    return {
      objects: { ImsClient, client: ImsClient.createFrom(context), wrapper: { imsClientWrapper } },
      given: { context, org: project.org_id, handler: () => "handled" },
    };
  },

  async "@adobe/firefly-services-common-apis"({ project }) {
    const { ServerToServerTokenProvider } = require("@adobe/firefly-services-common-apis");
    const details = { clientId: project.client_id, clientSecret: project.secret, scopes: project.scopes };
    return {
      objects: { provider: new ServerToServerTokenProvider(details, { autoRefresh: true }) },
      given: {},
    };
  },

  // A plugin of the aio CLI: its commands are run as the CLI runs them.
  async "@adobe/aio-cli-plugin-certificate"() {
    const main = require.resolve("@adobe/aio-cli-plugin-certificate");
    const command = (name) => (argv) =>
      require(`${dirname(main)}/commands/certificate/${name}.js`).run(argv, main);
    const commands = {
      generate: command("generate"),
      fingerprint: command("fingerprint"),
      verify: command("verify"),
      index: command("index"),
    };
    return { objects: { certificate: require(main), commands }, given: {} };
  },
};
