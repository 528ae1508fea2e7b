using Pipeline.Host.Configuration;

namespace Pipeline.Host.Diagnostics;

/// <summary>Makes a row of each logged error.</summary>
internal sealed class ErrorRows(ErrorLog log, ISourceEmitter emitter, RowSequence sequence) : IDisposable
{
    /// <summary>More errors were logged between two readings than are kept.</summary>
    private const string TooMany = "too_many";

    private readonly TelemetryTable _rows = new(TelemetryTables.Errors, emitter, sequence);
    private readonly List<LoggedError> _errors = [];

    public void Read()
    {
        if (log.Drain(_errors) is > 0 and var missed)
        {
            emitter.Tally.Create(missed);
            emitter.Tally.Drop(TooMany, missed);
        }

        foreach (var error in _errors)
            _rows.Add(error.Time, [error.Component, SnakeCase.From(error.Level.ToString()), error.Message, error.Exception], []);
        _errors.Clear();
        _rows.Emit();
    }

    public void Dispose() => _rows.Dispose();
}
