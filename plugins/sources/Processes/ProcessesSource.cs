using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Processes;

/// <summary>Tells how the machine's processes, networks, cgroups and Java machines are doing, and what the kernel tells of processes and connections as they end.</summary>
public sealed class ProcessesSource : KernelSource
{
    private readonly Readings _readings;

    /// <exception cref="OptionException">There is no such table.</exception>
    public ProcessesSource(ProcessesOptions options, IComponentContext context)
        : this(options, context, new Readings(new ReadingContext(options, context.Environment, context.Log)))
    {
    }

    private ProcessesSource(ProcessesOptions options, IComponentContext context, Readings readings)
        : this(options, context, readings, KernelTables.Of(options, context.Environment, readings.All))
    {
    }

    private ProcessesSource(ProcessesOptions options, IComponentContext context, Readings readings, KernelTables kernel)
        : base(kernel.Spec, kernel.Settings, new ReadSettings(KernelTables.Latency, options.Interval), context, readings.Wanted) => _readings = readings;

    /// <inheritdoc/>
    protected override void ReadOwn(SourceOutput output) => _readings.Read(output);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _readings.Dispose();
        base.Dispose(disposing);
    }
}
