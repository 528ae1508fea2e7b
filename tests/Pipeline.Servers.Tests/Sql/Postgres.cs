using System.Globalization;
using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>Debian's PostgreSQL with a folder of its own, which trusts whoever connects and logs each statement.</summary>
internal static class Postgres
{
    private const string User = "postgres";

    /// <summary>The folder of its programs.</summary>
    internal static string Programs =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetDirectories("/usr/lib/postgresql").Order().LastOrDefault() is { } version ? Path.Combine(version, "bin") : "/usr/lib/postgresql";

    /// <summary>One that listens on loopback.</summary>
    /// <param name="folder">For its data.</param>
    /// <param name="hasTls">Whether it offers encryption.</param>
    internal static async Task<ServerProcess> StartAsync(TemporaryFolder folder, bool hasTls = false)
    {
        var (port, root) = (FreePort.Take(), folder.Path("postgres"));
        Directory.CreateDirectory(root);
        await RunningProcess.RunAsync("chmod", "711", Path.GetDirectoryName(root)!);
        if (hasTls)
        {
            await RunningProcess.RunAsync("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", $"{root}/key.pem", "-out", $"{root}/certificate.pem", "-days", "1");
            await RunningProcess.RunAsync("chmod", "600", $"{root}/key.pem");
        }

        await RunningProcess.RunAsync("chown", "-R", User, root);
        await RunningProcess.RunAsync("runuser", "-u", User, "--", $"{Programs}/initdb", "-D", $"{root}/data", "-A", "trust", "--no-sync", "--no-locale", "-E", "UTF8");
        string[] settings =
        [
            $"port={port.ToString(CultureInfo.InvariantCulture)}", "listen_addresses=127.0.0.1", $"unix_socket_directories={root}", "fsync=off", "log_statement=all", "log_line_prefix=%r|%e|",
            "log_destination=stderr", "logging_collector=on", $"log_directory={root}", "log_filename=log", "shared_buffers=16MB", "authentication_timeout=600",
            .. hasTls ? (string[])["ssl=on", $"ssl_cert_file={root}/certificate.pem", $"ssl_key_file={root}/key.pem"] : [],
        ];
        var server = await ServerProcess.StartAsync(port, ["runuser", "-u", User, "--", $"{Programs}/postgres", "-D", $"{root}/data", .. settings.SelectMany(s => (string[])["-c", s])]);
        // Who connects while it starts is sent away.
        await PostgresLog.WaitForAsync(folder, "database system is ready to accept connections");
        return server;
    }

    /// <summary>Runs a client with the way to the server in its environment.</summary>
    internal static Task<string> RunAsync(ServerProcess server, params IEnumerable<string> command) =>
        RunningProcess.RunAsync(["env", "PGHOST=127.0.0.1", $"PGPORT={server.Port.ToString(CultureInfo.InvariantCulture)}", $"PGUSER={User}", "PGDATABASE=postgres", .. command]);
}
