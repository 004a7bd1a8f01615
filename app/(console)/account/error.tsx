"use client";
export { default } from "../[env]/error";
