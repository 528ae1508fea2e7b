using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>The real functions, called while the kernel's tracer notes what there is at their beginnings and ends, and at the places that were chosen instead.</summary>
[Trait("needs", "root")]
public class CheapSitesTests
{
    private static readonly string[] Arguments = ["%di", "%si", "%dx"];

    [Fact]
    public async Task OpenSSL_is_seen_at_its_cheap_places_as_at_its_beginnings_and_ends() =>
        await AssertSameAsync(Libraries.OpenSsl, ["SSL_read", "SSL_write", "SSL_read_ex", "SSL_write_ex"], ["ssl_read", "ssl_write", "ssl_read_ex", "ssl_write_ex"], CallsOfPythonAsync);

    [Fact]
    public async Task GnuTLS_is_seen_at_its_cheap_places_as_at_its_beginnings_and_ends() =>
        await AssertSameAsync(Libraries.GnuTls, ["gnutls_record_recv", "gnutls_record_send2"], ["gnutls_recv", "gnutls_send2"], CallsOfPythonAsync);

    [Fact]
    public async Task Dotnet_is_seen_at_its_cheap_places_as_at_its_beginnings_and_ends() =>
        await AssertSameAsync(Libraries.DotNet, ["CryptoNative_SslRead", "CryptoNative_SslWrite"], ["dotnet_read", "dotnet_write"], CallsOfDotNetAsync);

    private static async Task AssertSameAsync(string library, string[] symbols, string[] programs, Func<Task> calls)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/sys/kernel/tracing/uprobe_events"), "root, or tracefs, is missing");
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "x86-64 is missing");
        library = File.ResolveLinkTarget(library, true)?.FullName ?? library;
        var sites = Libraries.Inspect(library)!.Sites;
        var threads = new Dictionary<string, Dictionary<int, List<string>>>();
        using (var probes = new UserProbes())
        {
            foreach (var (symbol, program) in symbols.Zip(programs))
            {
                var offset = OffsetOf(library, symbol);
                probes.Add($"{symbol}_begin", library, offset, false, Arguments);
                probes.Add($"{symbol}_end", library, offset, true, "%ax");
                // The program may stand in several functions; these are in this one.
                var size = SizeOf(library, symbol);
                var own = sites.Where(s => s.Offset >= offset && s.Offset < offset + size).ToArray();
                Assert.Equal(program + "_entry", own.Single(s => s.Program.EndsWith("_entry", StringComparison.Ordinal)).Program);
                foreach (var (site, i) in own.Select((s, i) => (s, i)))
                    probes.Add($"{symbol}_{(site.Program.EndsWith("_entry", StringComparison.Ordinal) ? "entered" : "left")}{i}", library, site.Offset, site.AtReturn, site.Program.EndsWith("_entry", StringComparison.Ordinal) ? Arguments : ["%ax"]);
            }

            await calls();
            threads = probes.Read();
        }

        foreach (var symbol in symbols)
        {
            AssertEqual(Seen(threads, $"{symbol}_begin"), Seen(threads, $"{symbol}_entered"));
            AssertEqual(Seen(threads, $"{symbol}_end"), Seen(threads, $"{symbol}_left"));
        }
    }

    private static void AssertEqual(SortedDictionary<int, string[]> witness, SortedDictionary<int, string[]> seen)
    {
        Assert.InRange(witness.Values.Sum(v => v.Length), 100, int.MaxValue);
        Assert.Equal(witness, seen);
    }

    // A function that ends in several places has a probe at each. Their lists are put together without order, as that between them is lost.
    private static SortedDictionary<int, string[]> Seen(Dictionary<string, Dictionary<int, List<string>>> threads, string name) =>
        new(threads.Where(t => t.Key.StartsWith(name, StringComparison.Ordinal) && (t.Key.Length == name.Length || char.IsAsciiDigit(t.Key[name.Length])))
            .SelectMany(t => t.Value)
            .GroupBy(t => t.Key, t => t.Value)
            .ToDictionary(t => t.Key, t => t.SelectMany(v => v).Order(StringComparer.Ordinal).ToArray()));

    private static async Task CallsOfPythonAsync()
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Sources/Binaries/calls.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteLineAsync();
        process.StandardInput.Close();
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
    }

    private static async Task CallsOfDotNetAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var accepted = await listener.AcceptTcpClientAsync();
        listener.Stop();
        await using var here = new SslStream(client.GetStream(), false, (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint);
        await using var there = new SslStream(accepted.GetStream());
        await Task.WhenAll(there.AuthenticateAsServerAsync(certificate), here.AuthenticateAsClientAsync("x"));
        var buffer = new byte[50_000];
        for (var i = 1; i <= 300; i++)
        {
            await here.WriteAsync(buffer.AsMemory(0, i * 100));
            await there.ReadExactlyAsync(buffer.AsMemory(0, i * 100));
        }
    }

    private static string[] Symbol(string library, string name) =>
        GoBinariesTests.Run("readelf", "--dyn-syms", "-W", library).Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).First(w => w.Length > 7 && w[7].Split('@')[0] == name);

    private static long SizeOf(string library, string name) => long.Parse(Symbol(library, name)[2], CultureInfo.InvariantCulture);

    private static long OffsetOf(string library, string name)
    {
        var address = Hex(Symbol(library, name)[1]);
        foreach (var line in GoBinariesTests.Run("readelf", "-lW", library).Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            if (line is ["LOAD", var offset, var from, _, var size, ..] && address >= Hex(from[2..]) && address < Hex(from[2..]) + Hex(size[2..]))
                return address - Hex(from[2..]) + Hex(offset[2..]);
        throw new InvalidDataException($"{name} lies nowhere");
    }

    private static long Hex(string text) => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
