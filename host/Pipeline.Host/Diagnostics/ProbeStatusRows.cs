using Pipeline.Host.Configuration;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>Makes a row of each kernel program whenever its state has changed.</summary>
internal sealed class ProbeStatusRows(ISourceEmitter emitter, RowSequence sequence) : IDisposable
{
    private readonly TelemetryTable _rows = new(TelemetryTables.ProbeStatus, emitter, sequence);
    private readonly Dictionary<(string Component, string Program, string Variant), (ProgramState State, string? Detail)> _last = [];

    public void Read(IReadOnlyList<ComponentState> components, long now)
    {
        foreach (var component in components)
            foreach (var program in component.ReadPrograms())
                if (HasChanged(component.Plan.Name, program))
                    _rows.Add(
                        now,
                        [
                            component.Plan.Name, program.Hook, SnakeCase.From(program.State.ToString()), program.Detail ?? "",
                            program.Program, program.Variant, program.Mechanism,
                        ],
                        []);
        _rows.Emit();
    }

    public void Dispose() => _rows.Dispose();

    private bool HasChanged(string component, ProgramStatus program)
    {
        var key = (component, program.Program, program.Variant);
        var state = (program.State, program.Detail);
        if (_last.TryGetValue(key, out var last) && last == state)
            return false;
        _last[key] = state;
        return true;
    }
}
