import { answerConsoleApi } from "@/server/api/console";

export const dynamic = "force-dynamic";
export { answerConsoleApi as GET, answerConsoleApi as POST };
