using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests.Observing;

/// <summary>What a kernel made of a variant, and why.</summary>
internal sealed record VariantVerdict(Verdict Verdict, string Detail)
{
    private const string Ok = "ok";
    private const string NotOffered = "not offered: ";

    /// <summary>Judges from what <c>pipeline validate --kernel</c> said about each function of the source that has the program's name.</summary>
    internal static VariantVerdict Read(KernelProgram program, string variant, string validation)
    {
        var functions = program.Spec.ProgramsOf(variant).Select(f => (Function: f, Said: Said(program, f.Name, validation))).ToArray();
        if (functions.FirstOrDefault(f => f.Said != Ok && !f.Said.StartsWith(NotOffered, StringComparison.Ordinal)) is { Function: { } bad } rejected)
            return new VariantVerdict(Verdict.Rejected, $"{bad.Name}: {rejected.Said}");
        return functions.FirstOrDefault(f => f.Said != Ok && f.Function.Without is null) is { Function: { } lacking } missing
            ? new VariantVerdict(Verdict.NotOffered, $"{lacking.Mechanism} {lacking.Hook}: {missing.Said[NotOffered.Length..]}")
            : new VariantVerdict(Verdict.Offered, "");
    }

    // A detail goes on over the lines that do not begin with the source's name.
    private static string Said(KernelProgram program, string function, string validation)
    {
        var lines = validation.Split('\n');
        var head = $"{program.Name}: {function}: ";
        var first = Array.FindIndex(lines, l => l.StartsWith(head, StringComparison.Ordinal));
        if (first < 0)
            return $"validate did not mention it:\n{validation}";
        if (lines[first] == head + Ok)
            return Ok;
        var more = lines.Skip(first + 1).TakeWhile(l => !KernelProgram.Installed.Any(p => l.StartsWith($"{p.Name}: ", StringComparison.Ordinal)));
        return string.Join('\n', more.Prepend(lines[first][head.Length..])).Trim();
    }
}
