// Loaded with --import before clients that use Node's own fetch, which follows HTTPS_PROXY by itself only from Node 24 on.
import { EnvHttpProxyAgent, setGlobalDispatcher } from "undici";

setGlobalDispatcher(new EnvHttpProxyAgent());
