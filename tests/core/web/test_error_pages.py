"""Every refusal has its page in the style of the house, and its problem for machines."""

import pytest

from core.web.problems import answer

HEADINGS = {
    400: "没能办成",
    403: "这里需要权限",
    404: "没有这一页",
    409: "内容刚刚变了",
    422: "有几处要改",
    429: "请慢一点",
    500: "出了点问题",
    503: "请稍等几秒",
}
CODES = {400: "bad_request", 403: "not_allowed", 404: "not_found", 409: "conflict"} | {
    422: "invalid_input",
    429: "too_many",
    500: "crash",
    503: "busy",
}


@pytest.mark.parametrize("status", list(HEADINGS))
def test_an_error_has_its_page(app, db_session, status):
    with app.test_request_context("/nowhere"):
        response = answer(status, CODES[status])
    assert response.status_code == status
    assert f"<h1>{HEADINGS[status]}</h1>" in response.get_data(as_text=True)


def test_a_page_that_is_not_there_reads_in_english_too(client, db_session):
    page = client.get("/en/nothing-here")
    assert page.status_code == 404
    assert 'lang="en"' in page.text
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in page.text.split("<h1>")[1][:200])


@pytest.mark.parametrize("status", list(CODES))
def test_a_machine_gets_the_same_as_a_problem(app, status):
    with app.test_request_context("/api/v1/nowhere"):
        response = answer(status, CODES[status])
    assert response.mimetype == "application/problem+json"
    assert (response.json["status"], response.json["code"]) == (status, CODES[status])
    assert response.json["detail"]
