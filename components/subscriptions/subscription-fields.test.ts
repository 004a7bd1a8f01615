import { expect, it } from "vitest";
import { subscriptionInput } from "./subscription-fields";
import { subscriptionName } from "./subscription-name";

it("takes types parted by commas, spaces or lines, all where there are none, and an empty filter or description for none", () => {
  const form = {
    url: " https://a.example/x ",
    types: "task.*, device.alert\n content.ready",
    filter: " ",
    description: " ",
  };
  expect(subscriptionInput(form)).toEqual({
    url: "https://a.example/x",
    types: ["task.*", "device.alert", "content.ready"],
    filter: null,
    description: null,
  });
  expect(subscriptionInput({ ...form, filter: ' model = "R5" ' }).filter).toBe('model = "R5"');
  expect(subscriptionInput({ ...form, types: " , " }).types).toEqual(["*"]);
});

it("is called by its description, else by its host", () => {
  expect(subscriptionName({ description: "Billing", url: "https://a.example/x" })).toBe("Billing");
  expect(subscriptionName({ description: null, url: "https://a.example:8443/x" })).toBe("a.example:8443");
});
