using Microsoft.Extensions.Logging;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Delivery;

/// <summary>Tells the user, in few lines, that a sink's other end is gone, still gone, or back; and what a run whose input has ended waits for. Thread-safe.</summary>
internal sealed class Outage : IDisposable
{
    // A plugin may say nothing, whatever the contract says.
    private const string Unknown = "no reason given";

    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly ComponentState _component;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly long _began;
    private (long Since, string Reason, long Retried)? _gone;
    private long? _lastLine;
    private bool _isTold;

    public Outage(ComponentState component, TimeProvider time, ILogger log)
    {
        (_component, _time, _log, _began) = (component, time, log, time.GetTimestamp());
        _timer = time.CreateTimer(static self => ((Outage)self!).Remind(), this, Look, Look);
    }

    /// <summary>The other end is given up on for now.</summary>
    public void Begin(string? reason)
    {
        reason ??= Unknown;
        lock (_lock)
        {
            _gone ??= (_time.GetTimestamp(), reason, Retried());
            if (IsQuiet())
                return;
            Tell();
            _log.LogWarning("the other end of {Component} is gone ({Reason}): its rows wait and are tried again", _component.Plan.Name, reason);
        }
    }

    /// <summary>The other end has answered again.</summary>
    public void End()
    {
        lock (_lock)
        {
            if (_gone is not { } gone)
                return;
            if (_isTold)
                _log.LogInformation(
                    "the other end of {Component} is back after {Duration}; rows tried again meanwhile: {Retried}", _component.Plan.Name, Since(gone.Since), Retried() - gone.Retried);
            (_gone, _isTold) = (null, false);
        }
    }

    /// <summary>The other end wants nothing for so long: worth a line where that is noticed.</summary>
    public void Pause(string? reason, TimeSpan wait)
    {
        lock (_lock)
        {
            if (wait < Look || IsQuiet())
                return;
            _lastLine = _time.GetTimestamp();
            _log.LogWarning("the other end of {Component} wants less ({Reason}): nothing is written to it for {Duration}", _component.Plan.Name, reason ?? Unknown, Seconds(wait));
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Remind()
    {
        lock (_lock)
        {
            if (IsQuiet())
                return;
            var (rows, isLast) = (_component.Ledger.InFlight, _component.Inbox.IsComplete);
            var waits = isLast ? "; its inputs have ended, and the run waits for it" : "";
            if (_gone is { } gone)
                _log.LogWarning(
                    "the other end of {Component} is still gone after {Duration} ({Reason}): {Rows} rows at hand wait{Waits}", _component.Plan.Name, Since(gone.Since), gone.Reason, rows, waits);
            else if (isLast && rows > 0 && _time.GetElapsedTime(_began) >= Quiet)
                _log.LogWarning("{Component} still has {Rows} rows at hand{Waits}", _component.Plan.Name, rows, waits);
            else
                return;
            Tell();
        }
    }

    private bool IsQuiet() => _lastLine is { } last && _time.GetElapsedTime(last) < Quiet;

    private void Tell() => (_lastLine, _isTold) = (_time.GetTimestamp(), true);

    private long Retried() => _component.Ledger.Retried;

    private string Since(long then) => Seconds(_time.GetElapsedTime(then));

    private static string Seconds(TimeSpan span) => DurationText.Format(TimeSpan.FromSeconds(Math.Ceiling(span.TotalSeconds)));
}
