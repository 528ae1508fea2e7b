using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Pipeline.Bpf;

namespace Pipeline.Host.Cli;

/// <summary><c>--version</c>: one line that says all a bug report needs.</summary>
internal sealed class HostVersion : SynchronousCommandLineAction
{
    private const int CommitLetters = 12;

    public override bool Terminating => true;

    public override int Invoke(ParseResult parseResult)
    {
        Console.Out.WriteLine(Line());
        return ExitCode.Ok;
    }

    private static string Line()
    {
        // VERSION+COMMIT, or only VERSION where it was built outside a repository.
        var parts = typeof(HostVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+');
        var commit = parts.Length > 1 ? $"commit {parts[1][..Math.Min(CommitLetters, parts[1].Length)]}, " : "";
        return $"pipeline {parts[0]} ({commit}contract {Contract.Version}, .NET {Environment.Version}, libbpf {KernelFeatures.LibbpfVersion ?? "not installed"})";
    }
}
