// The profile that PROFILE names.
import { readFileSync } from "node:fs";

export default () => JSON.parse(readFileSync(process.env.PROFILE, "utf8"));
