using System.Diagnostics;
using System.Globalization;
using Pipeline.Sources.Sockets.Binaries;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>Programs compiled by Debian's Go, and what Go's own tools say of them.</summary>
public sealed class GoBinariesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-go-");

    public static TheoryData<string[]> Stripped => new(
        ["-ldflags=-s -w"],
        ["-ldflags=-s -w", "-buildmode=pie"],
        ["-ldflags=-s -w -linkmode=external", "-buildmode=pie"]);

    [Theory]
    [MemberData(nameof(Stripped))]
    public void A_stripped_program_has_the_places_of_one_that_is_not(string[] options)
    {
        var whole = Build("whole", [.. options.Select(o => o.Replace("-s -w", "-v=false", StringComparison.Ordinal))]);
        var stripped = Build("stripped", options);
        Assert.DoesNotContain(" crypto/tls.", Run("go", "tool", "nm", whole).Length > 0 ? Symbols(stripped) : "", StringComparison.Ordinal);
        Assert.Equal(Relative(Libraries.Inspect(whole)!), Relative(Libraries.Inspect(stripped)!));
    }

    [Fact]
    public void Places_are_where_the_disassembler_of_Go_has_returns_and_the_functions_beginning()
    {
        var program = Build("program", []);
        var binary = Libraries.Inspect(program)!;
        Assert.Null(binary.Problem);
        Assert.Equal(TlsLibrary.Go, binary.Library);
        var text = TextOffset(program);
        foreach (var (name, program_) in new[] { ("Read", "go_read"), ("Write", "go_write"), ("clientHandshake", "go_handshake"), ("serverHandshake", "go_handshake") })
        {
            var lines = Run("go", "tool", "objdump", "-s", $@"^crypto/tls\.\(\*Conn\)\.{name}$", program).Split('\n').Where(l => l.Contains("\t0x", StringComparison.Ordinal)).ToArray();
            var returns = lines.Where(l => l.TrimEnd().EndsWith("RET", StringComparison.Ordinal)).Select(l => Address(l) - text).ToArray();
            var (first, last) = (Address(lines[0]) - text, Address(lines[^1]) - text);
            var sites = binary.Sites.Where(s => s.Offset >= first && s.Offset <= last).ToArray();
            Assert.NotEmpty(returns);
            Assert.Equal(returns, sites.Where(s => s.Program == program_ + "_return").Select(s => s.Offset));
            var entry = Assert.Single(sites, s => s.Program == program_ + "_entry").Offset;
            Assert.Contains("JBE", lines.Single(l => Address(l) - text == entry), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_Go_program_without_TLS_has_none()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "none.go"), "package main\nfunc main() { println(1) }\n");
        Assert.Null(Libraries.Inspect(Compile("none", "none.go", [])));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal static string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOCACHE"] = Path.Combine(AppContext.BaseDirectory, "go-cache");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }

    private string Build(string name, string[] options)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, $"{name}.go"), """
            package main
            import ("crypto/tls"; "net"; "os")
            func main() {
                a, b := net.Pipe()
                go tls.Server(a, &tls.Config{}).Handshake()
                c := tls.Client(b, &tls.Config{InsecureSkipVerify: true})
                c.Write([]byte(os.Args[0]))
                c.Read(make([]byte, 9))
            }
            """);
        return Compile(name, $"{name}.go", options);
    }

    private string Compile(string name, string source, string[] options)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/go"), "go missing");
        var program = Path.Combine(_folder.FullName, name);
        Run("go", ["build", .. options, "-o", program, Path.Combine(_folder.FullName, source)]);
        return program;
    }

    // From the first, as what stands before the code may be longer in one.
    private static (string Program, long Offset)[] Relative(TlsBinary binary) => [.. binary.Sites.Select(s => (s.Program, s.Offset - binary.Sites[0].Offset))];

    private static long Address(string line) =>
        long.Parse(line.Split('\t', StringSplitOptions.RemoveEmptyEntries).First(w => w.StartsWith("0x", StringComparison.Ordinal))[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // What to take from an address to come to its place in the file.
    private static long TextOffset(string program)
    {
        var words = Run("readelf", "-SW", program).Split('\n').First(l => l.Contains(" .text ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(words, ".text");
        return Number(words[at + 2]) - Number(words[at + 3]);

        static long Number(string text) => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private static string Symbols(string program) => Run("readelf", "-sW", program);
}
