using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>One variant's try: it attaches whole, but for programs that it can do without, or leaves nothing behind.</summary>
internal sealed class VariantAttempt
{
    // The verifier gives up where its thread has a signal, and be it that the process was stopped. libbpf tries each program five times.
    private const int MostInterruptions = 100;

    private readonly BpfObjectSpec _spec;
    private readonly BpfSettings _settings;
    private readonly ProgramSpec[] _programs;
    private readonly Dictionary<ProgramSpec, Refusal> _doneWithout = [];
    private readonly List<ProgramStatus> _statuses = [];
    private int _interruptions;

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
        foreach (var obstacle in _programs.Select(Obstacle).OfType<Refusal>())
            if (!DoesWithout(obstacle))
            {
                Fail(obstacle);
                return null;
            }

        // A refusal in their midst costs the verification of all before it.
        foreach (var program in _programs.Where(p => p.Without is not null && KernelHooks.Lacks(p)))
            if (TryLoad([program]) is { } refusal)
                _doneWithout.TryAdd(program, refusal);

        AttachedVariant? attached;
        while (!TryAttach(out attached))
            continue;
        return attached;
    }

    /// <summary>Loads the programs without attaching them. One refusal does not hide the next.</summary>
    internal void Verify()
    {
        var obstacles = _programs.ToDictionary(p => p, Obstacle);
        var refusals = new Dictionary<ProgramSpec, Refusal>();
        // A load takes much longer than a program in it: those that nothing speaks against are loaded together.
        var together = _programs.Where(p => obstacles[p] is null).ToList();
        while (together.Count > 1 && TryLoad(together) is { } refusal)
        {
            if (refusal.Program is not { } refused)
            {
                together.Clear();
                break;
            }

            refusals.Add(refused, refusal);
            together.Remove(refused);
        }

        foreach (var program in _programs)
        {
            var refusal = refusals.GetValueOrDefault(program) ?? (together.Count > 1 && together.Contains(program) ? null : TryLoad([program]));
            if (refusal is null or { NotOffered: true })
                refusal = obstacles[program] ?? refusal;
            _statuses.Add(refusal is not null
                ? program.Status(refusal.State, refusal.Detail, refusal.NotOffered)
                : program.Status(ProgramState.Verified));
        }
    }

    private Refusal? TryLoad(IReadOnlyCollection<ProgramSpec> programs)
    {
        while (true)
        {
            using var opened = OpenObject.Open(_spec, _settings, programs);
            var refusal = opened.Load(programs);
            if (refusal is null || !MayTryAgain(refusal))
                return refusal;
        }
    }

    private bool MayTryAgain(Refusal refusal) => refusal.WasInterrupted && ++_interruptions <= MostInterruptions;

    // What would refuse the program whatever its load says.
    private static Refusal? Obstacle(ProgramSpec program) =>
        MechanismProbe.Of(program.Mechanism) is { Works: false } support ? new(program, support.RefusedAt, support.Detail, NotOffered: true)
        : program.Mechanism == "tp" && Tracepoints.Problem(program.Section) is { } problem ? new(program, ProgramState.AttachRefused, problem, NotOffered: true)
        : null;

    // False: once more, without the program that was refused if one was.
    private bool TryAttach(out AttachedVariant? attached)
    {
        ProgramSpec[] wanted = [.. _programs.Where(p => !_doneWithout.ContainsKey(p))];
        var opened = OpenObject.Open(_spec, _settings, wanted);
        var links = new Dictionary<ProgramSpec, LinkHandle>();
        attached = null;
        try
        {
            if (opened.Load(wanted) is { } failure)
            {
                Undo(opened, links);
                if (MayTryAgain(failure) || DoesWithout(failure))
                    return false;
                Fail(failure);
                return true;
            }

            if (AttachAll(opened, wanted, links))
                attached = new AttachedVariant(opened, [.. wanted.Where(p => p.OnDemand || links.ContainsKey(p))], links);
            else
                Undo(opened, links);
            return true;
        }
        catch
        {
            Undo(opened, links);
            throw;
        }
    }

    private bool AttachAll(OpenObject opened, ProgramSpec[] wanted, Dictionary<ProgramSpec, LinkHandle> links)
    {
        foreach (var program in wanted.Where(p => !p.OnDemand))
        {
            using var log = LibbpfLog.Capture();
            var link = program.Mechanism switch
            {
                "cgroup" => CgroupRoot.Attach(opened.Program(program), _settings.HostRoot),
                "uprobe" or "uretprobe" => UserProbe.Attach(opened.Program(program), program, _settings.HostRoot),
                _ => Libbpf.bpf_program__attach(opened.Program(program)),
            };
            if (link.IsInvalid)
            {
                var error = Marshal.GetLastPInvokeError();
                var hint = Hints.ForAttach(program.Mechanism, error);
                var absent = error is ErrorNumber.ENOENT or ErrorNumber.ESRCH;
                var refusal = new Refusal(
                    program, ProgramState.AttachRefused, hint is null ? ErrorNumber.Describe(error) : $"{ErrorNumber.Describe(error)}: {hint}", absent);
                if (DoesWithout(refusal))
                    continue;
                Fail(refusal);
                return false;
            }

            links.Add(program, link);
        }

        _statuses.AddRange(_programs.Select(p => _doneWithout.TryGetValue(p, out var refusal)
            ? p.Status(refusal.State, refusal.Detail, refusal.NotOffered)
            : p.Status(p.OnDemand ? ProgramState.Verified : ProgramState.Attached)));
        return true;
    }

    private bool DoesWithout(Refusal refusal) => refusal.Program?.Without is not null && _doneWithout.TryAdd(refusal.Program, refusal);

    private void Fail(Refusal refusal) =>
        _statuses.AddRange(_programs.Select(p => refusal.Program is null || p == refusal.Program
            ? p.Status(refusal.State, refusal.Detail, refusal.NotOffered)
            : p.Status(ProgramState.NotTried, $"its variant failed at {refusal.Program.Name}")));

    private static void Undo(OpenObject opened, Dictionary<ProgramSpec, LinkHandle> links)
    {
        foreach (var link in links.Values)
            link.Dispose();
        opened.Dispose();
    }

    private bool IsOn(string option)
    {
        var spec = _spec.Options.FirstOrDefault(o => o.Name == option)
            ?? throw new BpfException($"read {_spec.Path}", $"a program is loaded only with option '{option}', which is not there");
        return (_settings.Options.TryGetValue(option, out var value) ? value : spec.Default) is true;
    }
}
