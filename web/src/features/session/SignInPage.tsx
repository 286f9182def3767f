import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { session as texts } from "../../texts/session.ts";
import { BusyButton } from "../../ui/BusyButton.tsx";
import { Failure } from "../../ui/Failure.tsx";
import { Wordmark } from "../../ui/Wordmark.tsx";
import { SignInNotice } from "./SignInNotice.tsx";
import classes from "./SignInPage.module.css";
import type { Notice } from "./session.ts";
import { useSignIn } from "./useSession.ts";

export interface SignInPageProps {
  readonly notice: Notice;
  /** Why it could not be asked who is signed in. */
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** The door: by password here, by the one-time link through the address. */
export function SignInPage({ notice, error, onRetry }: SignInPageProps) {
  return (
    <main className={classes.page}>
      <title>{texts.pageTitle}</title>
      <div className={classes.door}>
        <Wordmark />
        <h1>{texts.title}</h1>
        {error === null ? <SignInForm notice={notice} /> : <Failure error={error} onRetry={onRetry} />}
      </div>
    </main>
  );
}

function SignInForm({ notice }: { readonly notice: Notice }) {
  const signIn = useSignIn();
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: {
      name: (name) => (name.trim() === "" ? texts.nameMissing : null),
      password: (password) => (password === "" ? texts.passwordMissing : null),
    },
  });
  const failure = signIn.error && { by: "password" as const, error: signIn.error, at: signIn.submittedAt };
  return (
    <form className={classes.form} onSubmit={form.onSubmit((given) => signIn.mutate(given))} noValidate>
      <SignInNotice notice={failure ?? notice} />
      <p className={classes.lead}>{texts.lead}</p>
      <TextInput label={texts.name} autoComplete="username" {...form.getInputProps("name")} />
      <TextInput
        label={texts.password}
        type="password"
        autoComplete="current-password"
        {...form.getInputProps("password")}
      />
      <BusyButton type="submit" isBusy={signIn.isPending}>
        {texts.signIn}
      </BusyButton>
    </form>
  );
}
