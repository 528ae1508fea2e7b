using Microsoft.Extensions.Logging;
using Pipeline.Http;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Api.Requests;

namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>
/// Tells of failures in few lines: each kind of failure once as it begins and once as it ends, whatever number of requests meet it; at most one beginning a minute. Thread-safe.
/// </summary>
internal sealed class FeedLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Outage> _outages = [];
    private readonly HashSet<(string, SkipReason)> _skipped = [];

    /// <summary>A request for a resource has failed.</summary>
    public void Fail(Resource resource, ApiException failure)
    {
        lock (_lock)
        {
            var key = IsOfResource(failure.Word) ? $"{failure.Word} {resource.Plural}" : failure.Word;
            var since = time.GetTimestamp();
            foreach (var (other, outage) in _outages)
                if (other != key && outage.Resources.Remove(resource.Plural))
                {
                    // It goes on under another name: what began with the one ends with the other.
                    since = Math.Min(since, outage.Since);
                    outage.IsTold &= outage.Resources.Count > 0;
                }

            if (!_outages.TryGetValue(key, out var current))
                _outages[key] = current = new Outage();
            if (current.Resources.Count == 0)
                current.Since = since;
            current.Resources.Add(resource.Plural);
            if (current.IsTold || (current.ToldAt is { } told && time.GetElapsedTime(told) < Quiet))
                return;
            (current.IsTold, current.ToldAt) = (true, time.GetTimestamp());
            log.LogWarning("{Resource} are not told: {Failure}{Remedy}. What is known stays as it is; it is asked for again", resource.Plural, failure.Message.TrimEnd('.'), Remedy(resource, failure.Word).TrimEnd('.'));
        }
    }

    /// <summary>A request for a resource has succeeded.</summary>
    public void Recover(Resource resource)
    {
        lock (_lock)
            foreach (var outage in _outages.Values)
                if (outage.Resources.Remove(resource.Plural) && outage.Resources.Count == 0 && outage.IsTold)
                {
                    outage.IsTold = false;
                    log.LogInformation("{Resource} are told again, after {Seconds} s", resource.Plural, Math.Ceiling(time.GetElapsedTime(outage.Since).TotalSeconds));
                }
    }

    /// <summary>Something that came could not be read. One line for each reason; the figures have the number.</summary>
    public void Skip(Resource resource, UnreadableException failure)
    {
        lock (_lock)
            if (_skipped.Add((resource.Plural, failure.Reason)))
                log.LogWarning("one of the {Resource} is passed over, as will be others like it: {Reason} ({Message})", resource.Plural, failure.Reason, failure.Message);
    }

    /// <summary>This end is broken.</summary>
    public void Bug(Resource resource, Exception failure) => log.LogError(failure, "following {Resource} failed; it begins anew", resource.Plural);

    private static bool IsOfResource(string word) => word is "http_403" or "http_404";

    private static string Remedy(Resource resource, string word) => word switch
    {
        "http_403" => $". The role of this account needs the rule {resource.Rule}",
        "http_401" => ". The token has expired, or is not one of this server's",
        "http_404" => $". This server has no {resource.Path}",
        HttpFailure.Certificate => ". Is it the server that was meant, and the authority (ca.crt) its own?",
        _ => "",
    };

    private sealed class Outage
    {
        public HashSet<string> Resources { get; } = [];

        public long Since { get; set; }

        public long? ToldAt { get; set; }

        public bool IsTold { get; set; }
    }
}
