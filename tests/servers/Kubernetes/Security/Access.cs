using System.Collections.Concurrent;
using Pipeline.KubernetesServer.Serving;

namespace Pipeline.KubernetesServer.Security;

/// <summary>What the account of clients may not do. Thread-safe.</summary>
public sealed class Access
{
    private readonly ConcurrentDictionary<(string Verb, string Plural), bool> _forbidden = [];

    /// <summary>Forbids a verb (list, watch, ...) of a type of objects by its name in paths.</summary>
    public void Forbid(string verb, string plural) => _forbidden[(verb, plural)] = true;

    /// <summary>Allows it again.</summary>
    public void Allow(string verb, string plural) => _forbidden.TryRemove((verb, plural), out _);

    /// <exception cref="RefusedException">It is forbidden.</exception>
    internal void Check(string verb, ObjectPath path)
    {
        if (_forbidden.ContainsKey((verb, path.Type.Plural)))
            throw new RefusedException(
                403, "Forbidden",
                $"{path.Type.Qualified} is forbidden: User \"system:serviceaccount:pipeline:pipeline\" cannot {verb} resource \"{path.Type.Plural}\" in API group \"{path.Type.Group}\" {(path.Namespace is { } within ? $"in the namespace \"{within}\"" : "at the cluster scope")}");
    }
}
