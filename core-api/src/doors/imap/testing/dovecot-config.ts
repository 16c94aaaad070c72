/** Everything in one folder, nothing shared with a server of the machine. */
export function dovecotConfig(options: {
  folder: string;
  port: number;
  tlsPort: number;
  password: string;
  /** Whose the mail is. */
  owner: { uid: number; gid: number };
  /** The only user there is, when the server is not started by root. */
  runAs: string | null;
}): string {
  const { folder, port, tlsPort, password, owner, runAs } = options;
  const users = runAs === null ? '' : `default_internal_user = ${runAs}\ndefault_login_user = ${runAs}`;
  return `
base_dir = ${folder}/run
state_dir = ${folder}/run
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
${users}
ssl = yes
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 0
mail_location = maildir:${folder}/mail/Maildir
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}
