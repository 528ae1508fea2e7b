using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>One variant's try: it attaches whole or leaves nothing behind.</summary>
internal sealed class VariantAttempt
{
    private readonly BpfObjectSpec _spec;
    private readonly BpfSettings _settings;
    private readonly ProgramSpec[] _programs;
    private readonly List<ProgramStatus> _statuses = [];

    internal VariantAttempt(BpfObjectSpec spec, BpfSettings settings, string variant)
    {
        _spec = spec;
        _settings = settings;
        _programs = [.. spec.ProgramsOf(variant).Where(p => p.When is null || IsOn(p.When))];
    }

    /// <summary>The programs tried, with what became of each.</summary>
    internal IReadOnlyList<ProgramStatus> Statuses => _statuses;

    /// <summary>The attached object, or null, in which case <see cref="Statuses"/> say why.</summary>
    internal AttachedVariant? Attach()
    {
        if (_programs.Select(Obstacle).FirstOrDefault(o => o is not null) is { } obstacle)
        {
            Fail(obstacle);
            return null;
        }

        var opened = OpenObject.Open(_spec, _settings, _programs);
        var links = new List<LinkHandle>();
        try
        {
            if (opened.Load(_programs) is not { } failure)
                return AttachAll(opened, links) ? new AttachedVariant(opened, _programs, links) : Undo(opened, links);
            Fail(failure);
            return Undo(opened, links);
        }
        catch
        {
            Undo(opened, links);
            throw;
        }
    }

    /// <summary>Loads each program on its own, so that one refusal does not hide the next.</summary>
    internal void Verify()
    {
        foreach (var program in _programs)
        {
            using var opened = OpenObject.Open(_spec, _settings, [program]);
            var refusal = opened.Load([program]);
            if (refusal is null or { NotOffered: true })
                refusal = Obstacle(program) ?? refusal;
            _statuses.Add(refusal is not null
                ? program.Status(refusal.State, refusal.Detail, refusal.NotOffered)
                : program.Status(ProgramState.Verified));
        }
    }

    // What would refuse the program whatever its load says.
    private static Refusal? Obstacle(ProgramSpec program) =>
        MechanismProbe.Of(program.Mechanism) is { Works: false } support ? new(program, support.RefusedAt, support.Detail, NotOffered: true)
        : program.Mechanism == "tp" && Tracepoints.Problem(program.Section) is { } problem ? new(program, ProgramState.AttachRefused, problem, NotOffered: true)
        : null;

    private bool AttachAll(OpenObject opened, List<LinkHandle> links)
    {
        foreach (var program in _programs)
        {
            using var log = LibbpfLog.Capture();
            var link = Libbpf.bpf_program__attach(opened.Program(program));
            if (link.IsInvalid)
            {
                var error = Marshal.GetLastPInvokeError();
                var hint = Hints.ForAttach(program.Mechanism, error);
                var absent = error is ErrorNumber.ENOENT or ErrorNumber.ESRCH;
                Fail(new(program, ProgramState.AttachRefused, hint is null ? ErrorNumber.Describe(error) : $"{ErrorNumber.Describe(error)}: {hint}", absent));
                return false;
            }

            links.Add(link);
        }

        _statuses.AddRange(_programs.Select(p => p.Status(ProgramState.Attached)));
        return true;
    }

    private void Fail(Refusal refusal) =>
        _statuses.AddRange(_programs.Select(p => refusal.Program is null || p == refusal.Program
            ? p.Status(refusal.State, refusal.Detail, refusal.NotOffered)
            : p.Status(ProgramState.NotTried, $"its variant failed at {refusal.Program.Name}")));

    private static AttachedVariant? Undo(OpenObject opened, List<LinkHandle> links)
    {
        links.ForEach(l => l.Dispose());
        opened.Dispose();
        return null;
    }

    private bool IsOn(string option)
    {
        var spec = _spec.Options.FirstOrDefault(o => o.Name == option)
            ?? throw new BpfException($"read {_spec.Path}", $"a program is loaded only with option '{option}', which is not there");
        return (_settings.Options.TryGetValue(option, out var value) ? value : spec.Default) is true;
    }
}
