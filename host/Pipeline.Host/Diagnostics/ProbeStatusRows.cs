using Pipeline.Host.Configuration;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Diagnostics;

/// <summary>Makes a row of each kernel program whenever its state has changed.</summary>
internal sealed class ProbeStatusRows(ISourceEmitter emitter, RowSequence sequence) : IDisposable
{
    private readonly TelemetryTable _rows = new(TelemetryTables.ProbeStatus, emitter, sequence);
    private readonly Dictionary<ProgramName, ProgramStatus> _last = [];

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
        var name = new ProgramName(component, program.Program, program.Variant);
        if (_last.TryGetValue(name, out var last) && last.State == program.State && last.Detail == program.Detail)
            return false;
        _last[name] = program;
        return true;
    }

    private sealed record ProgramName(string Component, string Program, string Variant);
}
