import { dataOf, pages } from "../../clients/typescript";
import { LIST_OPTIONS, table, take, whereOf } from "./listing";
import type { Subcommand } from "./subcommand";

export const tasksList: Subcommand = {
  usage: "tasks list OPERATION [--where NAME=VALUE ...] [--limit N]",
  about: "lists an operation's tasks; NAME is state or reason",
  options: LIST_OPTIONS,
  words: 1,
  async run({ dmwsi, words: [id = ""], flag, flags, print }) {
    const where = whereOf(flags("where"));
    const all = pages((page) =>
      dmwsi.GET("/operations/{id}/tasks", { params: { path: { id }, query: { ...where, ...page } } }),
    );
    const tasks = await take(all, flag("limit"));
    print(
      tasks,
      table(tasks.map((task) => [task.id, task.devId, task.state, task.outcome, task.reason?.text ?? null])),
    );
    return 0;
  },
};

export const tasksShow: Subcommand = {
  usage: "tasks show ID",
  about: "shows a task with its steps and its result",
  options: {},
  words: 1,
  async run({ dmwsi, words: [id = ""], print }) {
    const task = await dataOf(dmwsi.GET("/tasks/{id}", { params: { path: { id } } }));
    print(task, JSON.stringify(task, null, 2));
    return 0;
  },
};
