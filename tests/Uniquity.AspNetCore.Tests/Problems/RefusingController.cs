using Microsoft.AspNetCore.Mvc;
using Microsoft.Data.Sqlite;

namespace Uniquity.AspNetCore.Tests.Problems;

[ApiController]
[Route("refusing")]
public class RefusingController : ControllerBase
{
    [HttpPost]
    public IActionResult Post() => ModelState.IsValid ? throw new SqliteException("SQLite Error 19: 'UNIQUE constraint failed: users.email'.", 19, 2067) : BadRequest();

    [HttpPost("once")]
    [IdempotencyKey]
    public IActionResult Once([FromServices] Uniquity.Once.OnceWork work)
    {
        TestService.Order(work, "by a controller");
        return Created("/orders/1", new { Item = "by a controller" });
    }
}
