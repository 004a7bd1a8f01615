import { answerSignIn } from "@/server/api/console";

export const dynamic = "force-dynamic";
export { answerSignIn as GET, answerSignIn as POST };
