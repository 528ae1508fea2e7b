using System.Diagnostics;
using System.Reflection;

namespace Pipeline.Bpf.Tests;

/// <summary>Objects that nobody should write, compiled by the rules of those we ship.</summary>
internal static class Compiled
{
    private static readonly string Rules = typeof(Compiled).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "BpfMakefile").Value!;

    /// <summary>What reading an object of this source tells; the licence and the headers are added.</summary>
    internal static string ProblemWith(string source)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/clang-19"), "clang-19 missing");
        var folder = Directory.CreateTempSubdirectory("pipeline-compiled-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "bad.bpf.c"), $"#include \"kernel.h\"\n#include \"pipeline.bpf.h\"\n{source}\n");
            var start = new ProcessStartInfo("make", ["--silent", "-f", Rules, $"SRC={folder.FullName}", $"OUT={folder.FullName}"]) { RedirectStandardError = true };
            using var make = Process.Start(start)!;
            var said = make.StandardError.ReadToEnd();
            make.WaitForExit();
            Assert.True(make.ExitCode == 0, said);
            return Assert.Throws<BpfException>(() => BpfObjectSpec.Read(Path.Combine(folder.FullName, "bad.bpf.o"))).Message;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
