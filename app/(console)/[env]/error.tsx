"use client";

/** A page that broke: the shell stays. */
export { BrokenPage as default } from "@/components/shell/broken-page";
