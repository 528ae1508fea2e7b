using Pipeline.Bpf;
using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Bpf;

/// <summary>Runs a kernel program that its options name.</summary>
/// <exception cref="OptionException">The object cannot be read, or an option does not fit it.</exception>
public sealed class BpfSource(BpfSourceOptions options, IComponentContext context) : KernelSource(
    ObjectFile.Read(options, context.Environment),
    new BpfSettings
    {
        Options = options.Options.Values,
        RingBytes = options.RingSize?.Bytes,
        MaxSeries = options.MaxSeries,
        Variant = options.Variant,
        HostPid = context.Environment.IncludeSelf ? 0 : context.Environment.ProcessId,
    },
    new ReadSettings(options.Latency, options.Interval),
    context);
