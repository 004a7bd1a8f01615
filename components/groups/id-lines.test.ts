import { expect, it } from "vitest";
import { idLines } from "./id-lines";

it("reads ids as they are pasted: a line each or set apart by commas, each once", () => {
  expect(idLines(" IMEI:1 \n\nIMEI:2,dev_3\r\nIMEI:1; ")).toEqual(["IMEI:1", "IMEI:2", "dev_3"]);
  expect(idLines(" \n ")).toEqual([]);
});
