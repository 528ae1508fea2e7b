using System.Text.Json.Nodes;

namespace Pipeline.KubernetesServer.Serving;

/// <summary>A request that is not done, with what the server says of it.</summary>
/// <param name="code">As of HTTP.</param>
/// <param name="reason">One of Kubernetes' own words.</param>
/// <param name="message">For people.</param>
internal sealed class RefusedException(int code, string reason, string message) : Exception(message)
{
    public int Code => code;

    /// <summary>Seconds; 0: it is not said.</summary>
    public int RetryAfter { get; init; }

    /// <summary>As the body of the answer, or in an event.</summary>
    public JsonObject Status() => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Failure", ["message"] = Message, ["reason"] = reason, ["code"] = code,
    };

    public static RefusedException BadRequest(string message) => new(400, "BadRequest", message);

    public static RefusedException NotFound(string qualified, string name) => new(404, "NotFound", $"{qualified} \"{name}\" not found");

    public static RefusedException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource");

    public static RefusedException Exists(string qualified, string name) => new(409, "AlreadyExists", $"{qualified} \"{name}\" already exists");

    public static RefusedException Conflict(string qualified, string name) => new(
        409, "Conflict", $"Operation cannot be fulfilled on {qualified} \"{name}\": the object has been modified; please apply your changes to the latest version and try again");

    public static RefusedException Invalid(string qualified, string name, string what) => new(422, "Invalid", $"{qualified} \"{name}\" is invalid: {what}");

    public static RefusedException Expired(long version, long oldest) => new(410, "Expired", $"too old resource version: {version} ({oldest})");

    public static RefusedException ContinueExpired() => new(
        410, "Expired", "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter.");

    public static RefusedException TooLargeVersion(long version, long current) => new(504, "Timeout", $"Timeout: Too large resource version: {version}, current: {current}") { RetryAfter = 1 };

    public static RefusedException Unauthorized() => new(401, "Unauthorized", "Unauthorized");
}
