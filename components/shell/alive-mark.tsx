"use client";
import { useEffect } from "react";

/**
 * Marks the document once its scripts have taken it over: what was pressed or typed before is lost. Whoever works
 * the console by a script waits for the mark.
 */
export function AliveMark(): null {
  useEffect(() => {
    document.documentElement.dataset["alive"] = "";
  }, []);
  return null;
}
