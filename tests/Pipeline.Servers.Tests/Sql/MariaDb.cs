using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Sql;

/// <summary>Debian's MariaDB with a folder of its own, which logs each command.</summary>
internal static partial class MariaDb
{
    /// <summary>One that listens on loopback; its user u has the password hunter2 and the database shop.</summary>
    /// <param name="folder">For its data.</param>
    /// <param name="certificate">With which it encrypts, where a client likes.</param>
    internal static async Task<ServerProcess> StartAsync(TemporaryFolder folder, Certificate? certificate = null)
    {
        var (port, root) = (FreePort.Take(), folder.Path("mariadb"));
        Directory.CreateDirectory(root);
        await RunningProcess.RunAsync("mariadb-install-db", "--no-defaults", $"--datadir={root}/data", "--user=root", "--auth-root-authentication-method=normal", "--skip-test-db");
        var server = await ServerProcess.StartAsync(
            port, ["mariadbd", "--no-defaults", "--user=root", $"--datadir={root}/data", $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--bind-address=127.0.0.1", $"--socket={root}/socket",
            $"--pid-file={root}/pid", "--general-log=1", $"--general-log-file={root}/log", "--local-infile=1", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0",
            "--connect-timeout=3600", "--net-read-timeout=3600", "--net-write-timeout=3600",
            .. certificate is null ? (string[])[] : [$"--ssl-cert={certificate.Path}", $"--ssl-key={certificate.Key}"]]);
        await SocketAsync($"{root}/socket");
        await RunningProcess.RunAsync("mariadb", "--no-defaults", "-S", $"{root}/socket", "-uroot", "-e", "create user u@127.0.0.1 identified by 'hunter2'; grant all on *.* to u@127.0.0.1; create database shop");
        return server;
    }

    // It listens there a moment after it listens on its port.
    private static async Task SocketAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (true)
            try
            {
                using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await client.ConnectAsync(new UnixDomainSocketEndPoint(path), patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
    }

    /// <summary>What the log says was asked, by connection: commands of one line.</summary>
    internal static async Task<string[][]> LogAsync(TemporaryFolder folder)
    {
        List<(string Connection, string Said)> said = [];
        foreach (var line in await File.ReadAllLinesAsync(folder.Path("mariadb/log")))
            if (Line().Match(line) is { Success: true } match)
                said.Add((match.Groups["connection"].Value, $"{match.Groups["command"].Value} {match.Groups["text"].Value}"));
        return [.. said.GroupBy(s => s.Connection).Select(c => c.Select(s => s.Said).ToArray())];
    }

    [GeneratedRegex(@"^([0-9]{6} +[0-9:]+)?\t+ *(?<connection>[0-9]+) (?<command>Query|Prepare|Execute|Init DB|Quit)\t(?<text>.*)$")]
    private static partial Regex Line();
}
