using System.Globalization;
using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Objects;

/// <summary>What a section says about a place in a file: <c>uprobe/FILE:FUNCTION+OFFSET</c>.</summary>
/// <param name="File">A path, or the name of a library or command, which is looked for where those lie.</param>
/// <param name="Function">The function.</param>
/// <param name="Offset">Bytes behind the function's beginning.</param>
internal sealed record UserProbeTarget(string File, string Function, long Offset)
{
    private static readonly string Multiarch = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
    private static readonly string[] Libraries = [$"/usr/lib/{Multiarch}", $"/lib/{Multiarch}", "/usr/lib64", "/lib64", "/usr/lib", "/lib"];
    private static readonly string[] Commands = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Null when the section names no file, or not in this way.</summary>
    internal static UserProbeTarget? OfSection(string section)
    {
        if (section.TrimStart('?').Split('/', 2) is not ["uprobe" or "uprobe.s" or "uretprobe" or "uretprobe.s", var place] || place.Split(':') is not [var file, var function])
            return null;
        var plus = function.IndexOf('+', StringComparison.Ordinal);
        if (plus < 0)
            return new(file, function, 0);
        return TryNumber(function.AsSpan(plus + 1), out var offset) ? new(file, function[..plus], offset) : null;
    }

    /// <summary>The file's path for this process; where it is nowhere to be found, one that says so when it is opened.</summary>
    internal string On(string hostRoot)
    {
        if (File.Contains('/', StringComparison.Ordinal))
            return MachinePath.Below(hostRoot, File);
        var folders = File.Contains(".so", StringComparison.Ordinal) ? Libraries : Commands;
        return folders.Select(folder => MachinePath.Below(hostRoot, $"{folder}/{File}")).FirstOrDefault(System.IO.File.Exists)
            ?? MachinePath.Below(hostRoot, $"{folders[0]}/{File}");
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
