using System.Diagnostics;
using Pipeline.Sources.File.Paths;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Files;

public sealed class GlobPatternTests
{
    private static readonly string[] Paths =
    [
        "/r/a.log", "/r/b.log", "/r/.hidden.log", "/r/a.log.1", "/r/x/a.log", "/r/x/y/a.log", "/r/x/.git/a.log", "/r/x/y/z/deep.txt", "/r/[a].log", "/r/ab.log", "/r/a-b.log", "/r/^.log",
    ];

    [Theory]
    [InlineData("/r/*.log")]
    [InlineData("/r/?.log")]
    [InlineData("/r/[ab].log")]
    [InlineData("/r/[!a].log")]
    [InlineData("/r/[a-b].log")]
    [InlineData("/r/a*")]
    [InlineData("/r/*/a.log")]
    [InlineData("/r/*/*/a.log")]
    [InlineData("/r/**/a.log")]
    [InlineData("/r/**/*.txt")]
    [InlineData("/r/x/**/a.log")]
    [InlineData("/r/.*.log")]
    [InlineData("/r/[]a].log")]
    public async Task It_matches_what_bash_does(string pattern)
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-glob-");
        try
        {
            foreach (var path in Paths)
            {
                var file = folder.FullName + path[2..];
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
            }

            var text = folder.FullName + pattern[2..];
            var start = new ProcessStartInfo("bash", ["-O", "globstar", "-O", "nullglob", "-c", $"for f in {text}; do [ -f \"$f\" ] && echo \"$f\"; done | sort"])
            {
                RedirectStandardOutput = true,
                Environment = { ["LC_ALL"] = "C" },
            };
            using var bash = Process.Start(start)!;
            var expected = (await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(expected, new PathFinder([new GlobPattern(text)], [], (_, _) => { }).Find());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void What_is_excluded_is_left_out() => Assert.Empty(new PathFinder([new GlobPattern("/etc/hostname")], [new GlobPattern("/etc/host*")], (_, _) => { }).Find());

    [Fact]
    public void A_bracket_that_is_not_closed_is_an_error() => Assert.Throws<ArgumentException>(() => new GlobPattern("/r/[ab.log"));
}
