using System.Runtime.InteropServices;
using Pipeline.Bpf.Maps;
using Pipeline.Bpf.Native;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Attaching;

/// <summary>An object opened by libbpf with its tunables set, before or after its load. One thread at a time.</summary>
internal sealed unsafe class OpenObject : IDisposable
{
    // The most that kernels take. malloc maps it lazily, so only the log's own pages are ever touched.
    private const int LogSize = (int)(uint.MaxValue >> 8);
    private const int LongestRingShift = 30;

    private readonly BpfObjectSpec _spec;
    private readonly BpfSettings _settings;
    private readonly Dictionary<string, nint> _logs = new(StringComparer.Ordinal);

    private OpenObject(BpfObjectSpec spec, BpfSettings settings, ObjectHandle handle)
    {
        _spec = spec;
        _settings = settings;
        Handle = handle;
    }

    internal ObjectHandle Handle { get; }

    /// <summary>Opens the object so that its load will load <paramref name="programs"/> and no others.</summary>
    internal static OpenObject Open(BpfObjectSpec spec, BpfSettings settings, IReadOnlyCollection<ProgramSpec> programs)
    {
        using var log = LibbpfLog.Capture();
        UserReads.Prepare();
        var btf = settings.KernelBtf is null ? 0 : Marshal.StringToCoTaskMemUTF8(settings.KernelBtf);
        try
        {
            var options = new ObjectOpenOptions { Size = (nuint)sizeof(ObjectOpenOptions), CustomBtfPath = (byte*)btf };
            var handle = Libbpf.bpf_object__open_file(spec.Path, options);
            if (handle.IsInvalid)
            {
                var error = Marshal.GetLastPInvokeError();
                throw new BpfException($"open {spec.Path}", error, log.ToString().Trim() is { Length: > 0 } text ? $"libbpf says: {text}" : null);
            }

            var opened = new OpenObject(spec, settings, handle);
            try
            {
                opened.SetConstants(programs);
                opened.SetRings();
                opened.SetSeries();
                opened.Choose(programs);
                return opened;
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        }
        finally
        {
            Marshal.FreeCoTaskMem(btf);
        }
    }

    internal nint Program(ProgramSpec program) =>
        Libbpf.bpf_object__find_program_by_name(Handle, program.Name) is not 0 and var found
            ? found
            : throw new BpfException($"find program '{program.Name}' in {_spec.Path}", Marshal.GetLastPInvokeError());

    internal nint Map(string name) =>
        Libbpf.bpf_object__find_map_by_name(Handle, name) is not 0 and var found
            ? found
            : throw new BpfException($"find map '{name}' in {_spec.Path}", Marshal.GetLastPInvokeError());

    /// <summary>Maps a ring of the loaded object.</summary>
    internal RingBuffer OpenRing(string name) => RingBuffer.Open(Libbpf.bpf_map__fd(Map(name)), Libbpf.bpf_map__max_entries(Map(name)));

    /// <summary>A map of figures of the loaded object. It is the object's and ends with it.</summary>
    internal MetricMap OpenMetrics(MetricSpec spec, long startTime)
    {
        var map = Map(spec.Schema.Name);
        return new MetricMap(spec, Libbpf.bpf_map__fd(map), Libbpf.bpf_map__max_entries(map), PossibleCpus.Count, startTime);
    }

    /// <summary>Loads what was chosen; null, or how that was refused.</summary>
    internal Refusal? Load(IReadOnlyCollection<ProgramSpec> programs)
    {
        using var log = LibbpfLog.Capture();
        UserReads.Remember(_spec, programs.Select(Program));
        if (Libbpf.bpf_object__load(Handle) == 0)
            return null;
        var error = Marshal.GetLastPInvokeError();
        return new LoadRefusal(error, log.ToString(), _settings).Explain(programs, LogOf);
    }

    public void Dispose()
    {
        Handle.Dispose();
        foreach (var log in _logs.Values)
            NativeMemory.Free((void*)log);
        _logs.Clear();
    }

    private string LogOf(ProgramSpec program) => Marshal.PtrToStringUTF8(_logs[program.Name]) ?? "";

    private void SetConstants(IReadOnlyCollection<ProgramSpec> programs)
    {
        foreach (var (name, _) in _settings.Options)
            if (_spec.Options.All(o => o.Name != name))
            {
                var names = string.Join(", ", _spec.Options.Select(o => o.Name));
                throw new BpfException($"set option '{name}' of {_spec.Path}", "there is no such option", $"it has: {names}");
            }

        for (var map = Libbpf.bpf_object__next_map(Handle, 0); map != 0; map = Libbpf.bpf_object__next_map(Handle, map))
            if (Marshal.PtrToStringUTF8((nint)Libbpf.bpf_map__name(map)) is { } name && name.EndsWith(".rodata", StringComparison.Ordinal))
                SetConstants(new Span<byte>(Libbpf.bpf_map__initial_value(map, out var size), (int)size), programs);
    }

    private void SetConstants(Span<byte> section, IReadOnlyCollection<ProgramSpec> programs)
    {
        foreach (var option in _spec.Options)
            if (_settings.Options.TryGetValue(option.Name, out var value) && option.Encode(value, section.Slice(option.Offset, option.Width)) is { } problem)
                throw new BpfException($"set option '{option.Name}' of {_spec.Path}", $"it {problem}");
        foreach (var (variant, offset) in _spec.VariantFlags)
            section[offset] = programs.Any(p => p.Variant == variant) ? (byte)1 : (byte)0;
        if (_spec.HostPidOffset >= 0)
            BitConverter.TryWriteBytes(section[_spec.HostPidOffset..], _settings.HostPid);
    }

    private void SetRings()
    {
        if (_settings.RingBytes is not { } bytes)
            return;
        var rounded = (ulong)Environment.SystemPageSize;
        while (rounded < (ulong)bytes && rounded < 1UL << LongestRingShift)
            rounded <<= 1;
        foreach (var ring in _spec.Rings)
            if (Libbpf.bpf_map__set_max_entries(Map(ring.Name), (uint)rounded) != 0)
                throw new BpfException($"size ring '{ring.Name}' of {_spec.Path}", Marshal.GetLastPInvokeError());
    }

    // An array's entries are its indexes: fewer would lose some, and nobody would use more.
    private void SetSeries()
    {
        if (_settings.MaxSeries is not { } entries)
            return;
        foreach (var table in _spec.Metrics.Where(m => !m.IsArray))
            if (Libbpf.bpf_map__set_max_entries(Map(table.Schema.Name), (uint)entries) != 0)
                throw new BpfException($"size map '{table.Schema.Name}' of {_spec.Path}", Marshal.GetLastPInvokeError());
    }

    private void Choose(IReadOnlyCollection<ProgramSpec> programs)
    {
        foreach (var program in _spec.Programs)
        {
            var wanted = programs.Contains(program);
            if (Libbpf.bpf_program__set_autoload(Program(program), wanted) != 0)
                throw new BpfException($"choose program '{program.Name}' of {_spec.Path}", Marshal.GetLastPInvokeError());
            if (!wanted)
                continue;
            if (program.OnDemand && MultipleProbes.AreOffered && Libbpf.bpf_program__set_expected_attach_type(Program(program), MultipleProbes.AttachType) != 0)
                throw new BpfException($"choose how program '{program.Name}' of {_spec.Path} attaches", Marshal.GetLastPInvokeError());
            var log = (byte*)NativeMemory.Alloc(LogSize);
            *log = 0;
            _logs.Add(program.Name, (nint)log);
            _ = Libbpf.bpf_program__set_log_buf(Program(program), log, LogSize);
        }
    }
}
