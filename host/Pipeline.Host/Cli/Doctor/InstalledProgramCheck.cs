using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Which variants of the installed kernel programs this kernel takes. One that does not run here is a limit: nobody asked for it yet.</summary>
internal sealed class InstalledProgramCheck : ICheck
{
    private const string Extension = ".bpf.o";

    public IEnumerable<Finding> Run() =>
        Directory.Exists(Installation.Programs)
            ? Directory.GetFiles(Installation.Programs, $"*{Extension}").Order(StringComparer.Ordinal).SelectMany(Look)
            : [new Finding(Health.Failed, "kernel programs", $"there is no folder {Installation.Programs}", "install the host again")];

    private static IEnumerable<Finding> Look(string path)
    {
        var name = Path.GetFileName(path)[..^Extension.Length];
        try
        {
            var spec = BpfObjectSpec.Read(path);
            return Judge(name, spec, BpfObject.Verify(spec, new BpfSettings()));
        }
        catch (BpfException e)
        {
            return [new Finding(Health.Limited, name, e.Message, e.Hint)];
        }
    }

    private static IEnumerable<Finding> Judge(string name, BpfObjectSpec spec, IReadOnlyList<ProgramStatus> programs)
    {
        var whole = spec.Variants.Where(v => spec.ProgramsOf(v).All(p => programs.All(s => s.Program != p.Name || Variants.IsNoObstacle(s)))).ToArray();
        yield return whole.Length == 0
            ? new Finding(Health.Limited, name, "this kernel takes none of its variants whole")
            : new Finding(Health.Ok, name, whole is [ProgramSpec.EveryVariant] ? "runs" : $"runs as variant {whole[0]}{(whole.Length > 1 ? $" (also: {string.Join(", ", whole[1..])})" : "")}");
        foreach (var optional in programs.Where(Variants.IsDoneWithout))
            yield return new Finding(Health.Limited, name, $"without {optional.Program} ({optional.Mechanism} {optional.Hook}): {optional.Detail}");
        foreach (var variant in programs.Where(p => !Variants.IsNoObstacle(p)).GroupBy(p => p.Variant))
            yield return new Finding(Health.Limited, name, Refusal(variant.Key, [.. variant]));
    }

    private static string Refusal(string variant, ProgramStatus[] refused)
    {
        var (first, others) = (refused[0], refused.Length > 1 ? $", and {refused.Length - 1} more" : "");
        return $"not as variant {variant}: {first.Program} ({first.Mechanism} {first.Hook}): {first.Detail}{others}";
    }
}
