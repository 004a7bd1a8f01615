import { expect, it } from "vitest";
import { csvLine } from "./write-csv";

it.each([
  [["a", 1, null, ""], "a,1,,\r\n"],
  [['say "x"', "a,b", "a\nb"], '"say ""x""","a,b","a\nb"\r\n'],
  [["=1+1", "+49", "-1", "@x", "\tx", "\rx"], "'=1+1,'+49,'-1,'@x,'\tx,\"'\rx\"\r\n"],
  [['=HYPERLINK("x")', -1], '"\'=HYPERLINK(""x"")",-1\r\n'],
])("%j is a line that no spreadsheet runs", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
