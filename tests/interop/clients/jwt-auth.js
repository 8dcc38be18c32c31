import auth from "@adobe/jwt-auth";
import { report } from "../run.js";

await report((options) => auth(options));
