using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>Where the telemetry source finds the pipeline it is part of, which is put together only after the source was planned.</summary>
internal sealed class HostFigures
{
    private RunningPipeline? _pipeline;

    public IReadOnlyList<ComponentState> Components => _pipeline?.Components ?? [];

    public Arena? Arena => _pipeline?.Arena;

    public void Follow(RunningPipeline pipeline) => _pipeline = pipeline;
}
