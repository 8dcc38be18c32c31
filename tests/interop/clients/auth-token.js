import { auth } from "@adobe/auth-token";
import { report } from "../run.js";

await report((options) => auth(options));
